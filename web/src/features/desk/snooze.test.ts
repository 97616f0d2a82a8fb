/** The moments one may put something off until. */
import { expect, test } from "vitest";
import { snoozeChoices } from "./snooze";

const keys = (now: Date) => snoozeChoices(now).map(({ key }) => key);
const until = (key: string, now: Date) => new Date(snoozeChoices(now).find((one) => one.key === key)?.until ?? "");

test("later today is some hours on, and no choice in the evening", () => {
  const noon = new Date(2026, 2, 4, 12, 10);
  expect(until("later", noon)).toEqual(new Date(2026, 2, 4, 16, 0));
  expect(keys(new Date(2026, 2, 4, 19, 0))).toEqual(["tomorrow", "week"]);
});

test("next week begins on a Monday that is not tomorrow", () => {
  expect(until("week", new Date(2026, 2, 4, 12))).toEqual(new Date(2026, 2, 9, 9));
  expect(until("week", new Date(2026, 2, 8, 12))).toEqual(new Date(2026, 2, 16, 9));
  expect(until("week", new Date(2026, 2, 9, 12))).toEqual(new Date(2026, 2, 16, 9));
  expect(until("tomorrow", new Date(2026, 1, 28, 23))).toEqual(new Date(2026, 2, 1, 9));
});
