/** The keys one may choose, and the page of all keys held to what the screens really listen to. */
import { fireEvent, renderHook } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { capsOf, keyGroups } from "@/lib/key-map";
import { bind, boundTo, useKeys } from "@/lib/keys";

const sources = Object.entries(import.meta.glob<string>(["/src/**/*.{ts,tsx}", "!/src/**/*.test.*", "!/src/lib/**"], { query: "?raw", import: "default", eager: true }));
const entries = () => keyGroups().flatMap(({ keys }) => keys);

afterEach(() => entries().forEach(({ chord }) => chord !== undefined && bind(chord, null)));

test("every key on the page of all keys is listened to somewhere", () => {
  const code = sources.map(([, text]) => text).join("\n");
  for (const { chord } of entries()) {
    if (chord === undefined) continue;
    const named = chord.length === 1 && /[a-z]/.test(chord) ? new RegExp(`[{,\\s]${chord}: |"${chord}"`) : new RegExp(`"${chord.replace(/[?[/+]/g, "\\$&")}"`);
    expect(named.test(code), chord).toBe(true);
  }
});

test("another key does what the shipped one did, and the shipped one does it no more", () => {
  const go = vi.fn();
  renderHook(() => useKeys({ j: go, "g c": go }));
  bind("j", "n");
  fireEvent.keyDown(document.body, { key: "j" });
  expect(go).not.toHaveBeenCalled();
  fireEvent.keyDown(document.body, { key: "n" });
  expect(go).toHaveBeenCalledTimes(1);
  bind("g c", "g x");
  fireEvent.keyDown(document.body, { key: "g" });
  fireEvent.keyDown(document.body, { key: "x" });
  expect(go).toHaveBeenCalledTimes(2);
});

test("a key that is switched off does nothing and is not shown; as it was, it is back", () => {
  const go = vi.fn();
  renderHook(() => useKeys({ j: go }));
  bind("j", "");
  fireEvent.keyDown(document.body, { key: "j" });
  expect(go).not.toHaveBeenCalled();
  expect(capsOf({ chord: "j", text: "Next" })).toEqual([]);
  bind("j", null);
  expect(boundTo("j")).toBe("j");
  expect(capsOf({ chord: "Shift+x", text: "Select" })).toEqual(["Shift", "X"]);
});
