/** Numbers, money and moments as the reader writes them, in the reader's own zone. */
import type { Money } from "@/lib/shapes";
import { type Language, language, t } from "@/lib/t";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Day before month as in the texts; the twelve-hour clock is nobody's here. */
function locale(): string {
  return language() === "vi" ? "vi-VN" : "en-GB";
}

export function number(count: number): string {
  return count.toLocaleString(language());
}

/** What parts a number in two and in thousands: "1,200.5" in English, "1.200,5" in Vietnamese. */
export function separators(spoken: Language = language()): { decimal: string; thousand: string } {
  return spoken === "vi" ? { decimal: ",", thousand: "." } : { decimal: ".", thousand: "," };
}

/** Money without cents, as lists show it. */
export function money({ amount, currency }: Money): string {
  // A currency nobody named, or of a company's own, is none a browser knows: it then stands behind the number.
  if (!/^[A-Z]{3}$/.test(currency)) return `${number(Math.round(Number(amount)))} ${currency}`.trim();
  return Number(amount).toLocaleString(language(), { style: "currency", currency, maximumFractionDigits: 0 });
}

/** "18 min", "4 h 30", "12 d": how long something takes or took. */
export function span(seconds: number): string {
  if (seconds < MINUTE) return t("{n} s|seconds", { n: Math.max(0, Math.round(seconds)) });
  if (seconds < HOUR) return t("{n} min|minutes", { n: Math.floor(seconds / MINUTE) });
  if (seconds < DAY) return hours(seconds);
  return t("{n} d|days", { n: Math.round(seconds / DAY) });
}

function hours(seconds: number): string {
  const whole = Math.floor(seconds / HOUR);
  const minutes = Math.floor((seconds % HOUR) / MINUTE);
  if (whole >= 10 || minutes === 0) return t("{n} h|hours", { n: whole });
  return t("{h} h {m}|hours and minutes", { h: whole, m: String(minutes).padStart(2, "0") });
}

/** How long something is so already. */
export function sinceInWords(at: string, now: Date = new Date()): string {
  return span((now.getTime() - Date.parse(at)) / 1000);
}

/** "2 h ago", "in 38 days"; a moment within the minute is "just now". */
export function ago(at: string, now: Date = new Date()): string {
  const seconds = (now.getTime() - Date.parse(at)) / 1000;
  if (Math.abs(seconds) < 45) return t("just now");
  const days = Math.round(Math.abs(seconds) / DAY);
  if (seconds < 0) return Math.abs(seconds) < 2 * DAY ? t("in {span}", { span: span(-seconds) }) : t("in {n} days", { n: days });
  return days > 60 ? day(at) : t("{span} ago", { span: span(seconds) });
}

/** "12 Nov", with its year once that is not this one. */
export function day(at: string, now: Date = new Date()): string {
  const date = new Date(at);
  const year = date.getFullYear() === now.getFullYear() ? {} : ({ year: "numeric" } as const);
  return date.toLocaleDateString(locale(), { day: "numeric", month: "short", ...year });
}

/** Today as a head says it: "Thursday 19 November". */
export function todayInFull(): string {
  return dayInFull(new Date().toISOString(), new Date(0));
}

/** Which part of the day it is for the reader. */
export function partOfDay(now: Date = new Date()): "morning" | "afternoon" | "evening" {
  const hour = now.getHours();
  return hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
}

/** "Thursday 19 November": the head over the rows of one day. */
export function dayInFull(at: string, now: Date = new Date()): string {
  const date = new Date(at);
  if (sameDay(date, now)) return t("Today");
  if (sameDay(date, new Date(now.getTime() - DAY * 1000))) return t("Yesterday");
  const year = date.getFullYear() === now.getFullYear() ? {} : ({ year: "numeric" } as const);
  return date.toLocaleDateString(locale(), { weekday: "long", day: "numeric", month: "long", ...year }).replace(",", "");
}

export function clock(at: string): string {
  return new Date(at).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" });
}

export function clockWithSeconds(at: string): string {
  return new Date(at).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

/** "09:00" today, "Mon 23 Nov, 09:00" otherwise. */
export function moment(at: string, now: Date = new Date()): string {
  const date = new Date(at);
  if (sameDay(date, now)) return clock(at);
  const year = date.getFullYear() === now.getFullYear() ? {} : ({ year: "numeric" } as const);
  const words = date.toLocaleDateString(locale(), { weekday: "short", day: "numeric", month: "short", ...year }).replace(",", "");
  return `${words}, ${clock(at)}`;
}

/** The moment to the second with its zone, for a tooltip. */
export function exactly(at: string): string {
  return new Date(at).toLocaleString(locale(), { dateStyle: "full", timeStyle: "long" });
}

export function isToday(at: string): boolean {
  return sameDay(new Date(at), new Date());
}

/** Whole days from now; below 0 once it has passed. */
export function daysUntil(at: string): number {
  return (Date.parse(at) - Date.now()) / (DAY * 1000);
}

function sameDay(a: Date, b: Date): boolean {
  return a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate();
}

/** A name, or that there is none yet: somebody may be known by an id alone. */
export function called(name: string): string {
  return name || t("without a name");
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** A value out of an event or a trait, as one would say it. */
export function value(given: unknown): string {
  if (given === null || given === undefined || given === "") return t("not known");
  if (typeof given === "boolean") return given ? t("yes") : t("no");
  if (typeof given === "number") return number(given);
  if (typeof given === "string") return INSTANT.test(given) ? moment(given) : given;
  return Array.isArray(given) ? given.map(value).join(", ") : JSON.stringify(given);
}

/** The clock of a moment in a zone that need not be the reader's. */
export function clockIn(at: string, zone: string): string {
  return new Date(at).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit", timeZone: zone });
}

/** The short day of the week of a moment, in a zone or the reader's own. */
export function weekdayIn(at: string, zone?: string): string {
  return new Date(at).toLocaleDateString(locale(), { weekday: "short", ...(zone === undefined ? {} : { timeZone: zone }) });
}

/** Day and clock of a moment in a zone that need not be the reader's. */
export function dayAndClockIn(at: string, zone: string): string {
  return new Date(at).toLocaleString(locale(), { weekday: "long", hour: "2-digit", minute: "2-digit", timeZone: zone });
}

/** The zone the reader's own clock keeps. */
export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** "340 B", "12 kB", "3.4 MB": how large a file is. */
export function size(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${(bytes / 1000 ** power).toLocaleString(language(), { maximumFractionDigits: power === 0 ? 0 : 1 })} ${units[power] ?? "B"}`;
}

/** The day of a moment by the reader's clock, as 2026-03-02. */
export function dayKey(at: string | Date): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;
}

/** The last so many days by the reader's clock, today the last. */
export function lastDays(count: number, now: Date = new Date()): string[] {
  return Array.from({ length: count }, (_, place) => dayKey(new Date(now.getFullYear(), now.getMonth(), now.getDate() - (count - 1 - place))));
}
