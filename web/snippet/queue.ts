/** Events on their way: each under a key of its own, so that tabs never write over one another. Bounded; the oldest go. */
import { isShared, keys, read, write } from "./kept";

const START = "q.";
export const MOST = 1000;
export const MOST_CHARACTERS = 1_000_000;
/** Held before consent, in memory: a page that waits for an answer needs no more. */
export const MOST_HELD = 100;
const FRESH = 28 * 86_400_000; // the server knows an event again for thirty days; older ones might count twice
const DIGITS = 9;

let last = 0;

/** The keys of all waiting events, the oldest first. */
export const waiting = (): string[] => keys(START);

/** The text of a waiting event; null when another tab has just sent it. */
export const textOf = (key: string): string | null => read(key);

export const lengthOf = (key: string): number => Number(key.split(".")[3]);

/** Puts an event in its place, and drops the oldest over the bounds. */
export function put(text: string, tab: string, now: number): void {
  last = Math.max(last + 1, now);
  const key = `${START}${last.toString(36).padStart(DIGITS, "0")}.${tab}.${text.length}`;
  while (!write(key, text)) {
    const oldest = waiting()[0];
    if (!oldest) {
      dropped(1);
      return;
    }
    drop([oldest]);
  }
  bound(now);
}

/** Takes out what was stored, or refused by name. */
export function done(sent: readonly string[]): void {
  for (const key of sent) write(key, null);
}

/** Takes out what nobody will ever store, and counts it. */
export function drop(lost: readonly string[]): void {
  done(lost);
  dropped(lost.length);
}

/** How many events this browser has lost so far; the events themselves say it. */
export const lost = (): number => Number(read("dropped") ?? 0);

/** Counts what is lost. */
export function dropped(many: number): void {
  if (many > 0) write("dropped", String(lost() + many));
}

/** What waits beyond the bounds, or so long that it might count twice, is dropped. */
export function bound(now: number): void {
  const all = waiting();
  const most = isShared() ? MOST : MOST_HELD;
  let room = MOST_CHARACTERS;
  const kept = new Set(all.slice().reverse().filter((key, place) => place < most && (room -= lengthOf(key)) >= 0 && now - madeAt(key) < FRESH));
  drop(all.filter((key) => !kept.has(key)));
}

const madeAt = (key: string): number => Number.parseInt(key.split(".")[1] ?? "0", 36);
