/** What a decision, the source's rule and the browser's signals come to. */
import { expect, test } from "vitest";
import { decide, isSignalled, statusOf } from "./consent";

test.each([
  [null, "assumed", false, "assumed"],
  [null, "required", false, "waiting"],
  [null, "assumed", true, "waiting"],
  [decide(true, "now"), "required", true, "granted"],
  [decide(false, "now"), "assumed", false, "refused"],
  [decide({ analytics: true, ads: false }, "now"), "required", false, "granted"],
  [decide({ ads: true }, "now"), "assumed", false, "refused"],
  [{ status: "assumed" as const }, "required", false, "waiting"],
] as const)("%o under %s with a signal %s: %s", (decided, mode, isAsked, status) => {
  expect(statusOf(decided, mode, isAsked)).toBe(status);
});

test("either signal is heard, and an unset one is none", () => {
  expect([{ doNotTrack: "1" }, { doNotTrack: "yes" }, { globalPrivacyControl: true }].map(isSignalled)).toEqual([true, true, true]);
  expect([{}, { doNotTrack: null }, { doNotTrack: "0" }, { doNotTrack: "unspecified" }].map(isSignalled)).toEqual([false, false, false, false]);
});
