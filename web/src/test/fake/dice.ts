/** Chance that is the same every time: made-up data, repeatable pictures. */
export type Dice = { next: () => number; pick: <T>(from: readonly T[]) => T; between: (low: number, high: number) => number; chance: (share: number) => boolean };

export function dice(seed: number): Dice {
  let state = seed * 2654435761 + 1;
  const next = () => {
    state = Math.imul(state ^ (state >>> 15), 2246822519) + 374761393;
    state ^= state >>> 13;
    return (state >>> 0) / 4294967296;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    chance: (share) => next() < share,
    pick: (from) => {
      const found = from[Math.floor(next() * from.length)];
      if (found === undefined) throw new Error("Nothing to pick from.");
      return found;
    },
  };
}

export const NOW = Date.now();
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export function before(milliseconds: number): string {
  return new Date(NOW - milliseconds).toISOString();
}
