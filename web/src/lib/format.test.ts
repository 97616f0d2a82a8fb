/** Numbers and moments as a colleague would say them. */
import { expect, test } from "vitest";
import { ago, called, lastDays, money, moment, number, separators, size, span, value } from "@/lib/format";
import { speak } from "@/lib/t";

const NOON = new Date("2026-11-24T12:00:00");
const from = (seconds: number) => new Date(NOON.getTime() + seconds * 1000).toISOString();

test("a span is said in its largest unit, hours with their minutes", () => {
  expect([18 * 60, 4.5 * 3600, 2 * 3600, 11.2 * 3600, 12 * 86_400].map(span)).toEqual(["18 min", "4 h 30", "2 h", "11 h", "12 d"]);
});

test("the past is ago, the future is in, and far away is a day", () => {
  expect(ago(from(-7200), NOON)).toBe("2 h ago");
  expect(ago(from(38 * 86_400), NOON)).toBe("in 38 days");
  expect(ago(from(-10), NOON)).toBe("just now");
  expect(ago(from(-200 * 86_400), NOON)).toBe("8 May");
});

test("today needs no date", () => {
  expect(moment(from(-3600), NOON)).toBe("11:00");
  expect(moment(from(-86_400), NOON)).toBe("Mon 23 Nov, 12:00");
});

test("money in lists has no cents", () => {
  expect(money({ amount: "48000.40", currency: "USD" })).toBe("$48,000");
  expect(money({ amount: "48000.40", currency: "" })).toBe("48,000");
});

test("what is missing is said", () => {
  expect([value(null), value(""), value(false), value(["a", 2])]).toEqual(["not known", "not known", "no", "a, 2"]);
  expect(value("2020-06-30T12:00:00+00:00")).toMatch(/30 Jun 2020, \d\d:00/);
  expect(called("")).toBe("without a name");
});

test("a Vietnamese reader's numbers part their thousands by points", async () => {
  await speak("vi");
  expect([number(1200), value(12.5), money({ amount: "48000.40", currency: "" }), size(3_400_000)]).toEqual(["1.200", "12,5", "48.000", "3,4 MB"]);
  expect(separators()).toEqual({ decimal: ",", thousand: "." });
  await speak("en");
  expect([number(1200), value(12.5)]).toEqual(["1,200", "12.5"]);
});

test("the last days are those of the reader's own calendar, at whatever hour", () => {
  expect(lastDays(3, new Date(2027, 0, 1, 0, 5))).toEqual(["2026-12-30", "2026-12-31", "2027-01-01"]);
  expect(lastDays(2, new Date(2027, 1, 28, 23, 55))).toEqual(["2027-02-27", "2027-02-28"]);
});
