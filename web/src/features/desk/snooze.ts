/** Until when something may be put off: the choices there are at this moment, in the reader's own zone. */
import { t } from "@/lib/t";

export type SnoozeChoice = { key: string; label: string; until: string };

const LATER = 3; // hours, rounded up to the hour
const MORNING = 9;
const LAST = 21; // what would come back later than this waits for the morning

/** Later today (unless the day is over), tomorrow morning, the Monday after tomorrow. */
export function snoozeChoices(now: Date = new Date()): SnoozeChoice[] {
  const later = laterToday(now);
  return [
    ...(later ? [{ key: "later", label: t("Later today"), until: later.toISOString() }] : []),
    { key: "tomorrow", label: t("Tomorrow"), until: tomorrowMorning(now) },
    { key: "week", label: t("Next week"), until: nextMonday(now).toISOString() },
  ];
}

/** Nine in the morning of the next day, here. */
export function tomorrowMorning(now: Date = new Date()): string {
  return morning(now, 1).toISOString();
}

function laterToday(now: Date): Date | null {
  const later = new Date(now);
  later.setHours(now.getHours() + LATER + (now.getMinutes() > 0 ? 1 : 0), 0, 0, 0);
  return later.getDate() === now.getDate() && later.getHours() <= LAST ? later : null;
}

/** On a Sunday the Monday after next: tomorrow is a choice of its own. */
function nextMonday(now: Date): Date {
  const days = (8 - now.getDay()) % 7 || 7;
  return morning(now, days === 1 ? 8 : days);
}

function morning(now: Date, days: number): Date {
  const next = new Date(now);
  next.setDate(next.getDate() + days);
  next.setHours(MORNING, 0, 0, 0);
  return next;
}
