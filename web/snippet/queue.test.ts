/** The queue: bounded by number, size and age, with what is lost counted; in memory before consent, shared after. */
import { beforeEach, expect, test, vi } from "vitest";
import { allow, erase, keys, left, write } from "./kept";
import { bound, drop, lost, MOST, MOST_CHARACTERS, MOST_HELD, put, textOf, waiting } from "./queue";
import { FIRST_WAIT, LONGEST_WAIT, patience } from "./send";

const NOW = Date.UTC(2026, 0, 5);
beforeEach(() => erase());

test("before consent nothing lies in the browser, and afterwards all of it", () => {
  put("one", "a", NOW);
  write("anon", "x");
  expect([localStorage.length, document.cookie]).toEqual([0, ""]);
  allow();
  expect(waiting().map(textOf)).toEqual(["one"]);
  expect(left("anon")).toBe("x");
  erase();
  expect([localStorage.length, document.cookie, keys("")]).toEqual([0, "", []]);
});

test("a cookie of ours that somebody else wrote is as if there were none", () => {
  document.cookie = "perennia_consent=%E0%A4%A; Path=/";
  expect([left("consent"), left("anon")]).toEqual([null, null]);
  document.cookie = "perennia_consent=; Path=/; Max-Age=0";
});

test("a page that waits for consent holds so many and counts the others", () => {
  for (let n = 0; n < MOST_HELD + 7; n += 1) put(String(n), "a", NOW);
  bound(NOW);
  expect([waiting().length, lost(), textOf(waiting()[0] ?? "")]).toEqual([MOST_HELD, 7, "7"]);
});

test("the oldest go first, by number, by size and by age", () => {
  allow();
  for (let n = 0; n < MOST + 3; n += 1) put(String(n), "a", NOW);
  expect([waiting().length, lost(), textOf(waiting()[0] ?? "")]).toEqual([MOST, 3, "3"]);
  put("x".repeat(MOST_CHARACTERS - 1), "a", NOW);
  expect(waiting().length).toBe(1);
  bound(NOW + 29 * 86_400_000);
  expect([waiting().length, lost()]).toEqual([0, MOST + 4]);
});

test("tabs write side by side, and in one moment the order is kept", () => {
  allow();
  for (let n = 0; n < 20; n += 1) put(String(n), n % 2 ? "a" : "b", NOW - n);
  expect(waiting().map(textOf)).toEqual(Array.from({ length: 20 }, (_, n) => String(n)));
});

test("where there is no room the oldest make it", () => {
  allow();
  for (const text of ["one", "two", "three"]) put(text, "a", NOW);
  const full = vi.spyOn(Storage.prototype, "setItem").mockImplementationOnce(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  put("four", "a", NOW);
  full.mockRestore();
  expect([waiting().map(textOf), lost()]).toEqual([["two", "three", "four"], 1]);
  drop(waiting());
  expect(lost()).toBe(4);
});

test("waits double up to five minutes, each by chance up to half shorter", () => {
  expect([1, 2, 5].map((failures) => patience(failures, 0))).toEqual([FIRST_WAIT, 2 * FIRST_WAIT, 16 * FIRST_WAIT]);
  expect(patience(60, 0)).toBe(LONGEST_WAIT);
  expect(patience(3, 1)).toBe(2 * FIRST_WAIT);
});
