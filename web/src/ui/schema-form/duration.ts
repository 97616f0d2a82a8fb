/** Spans of ISO 8601 as a number and a unit: P3D is three days, PT90M ninety minutes. */

export type Unit = "minutes" | "hours" | "days" | "weeks";
export const UNITS: readonly Unit[] = ["minutes", "hours", "days", "weeks"];
const MINUTES: Record<Unit, number> = { minutes: 1, hours: 60, days: 1440, weeks: 10_080 };

/** The largest unit that divides it; undefined where it is no span. */
export function read(text: string): { number: number; unit: Unit } | undefined {
  const found = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (!found || text === "P" || text.endsWith("T")) return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0));
  const total = weeks * MINUTES.weeks + days * MINUTES.days + hours * 60 + minutes + Math.ceil(seconds / 60);
  const unit = weeks > 0 && total % MINUTES.weeks === 0 ? "weeks" : ([...UNITS].slice(0, 3).reverse().find((one) => total % MINUTES[one] === 0) ?? "minutes");
  return { number: total / MINUTES[unit], unit };
}

export function write(number: number, unit: Unit): string {
  return { minutes: `PT${number}M`, hours: `PT${number}H`, days: `P${number}D`, weeks: `P${number}W` }[unit];
}
