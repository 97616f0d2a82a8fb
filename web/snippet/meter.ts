/** Adds up how long somebody really is at a feature. Pure: it is told the moments and reads no clock. */

/** A longer silence between two looks is a machine asleep or a page frozen, and nobody's use. */
export const GAP = 15_000;

export class Meter {
  private at = 0;
  private feature: string | null = null;
  private lastInput = Number.NEGATIVE_INFINITY;
  private readonly spent = new Map<string, number>();

  constructor(public idle: number) {}

  /** Somebody moved, typed, scrolled or touched. What was idle until now stays idle. */
  input(now: number): void {
    this.look(now, this.feature);
    this.lastInput = now;
  }

  /** Counts what has passed for the feature it was, then goes on with this one; null: nobody is looking. */
  look(now: number, feature: string | null): void {
    const passed = Math.min(now, this.lastInput + this.idle) - this.at;
    if (this.feature !== null && passed > 0 && now - this.at <= GAP) {
      this.spent.set(this.feature, (this.spent.get(this.feature) ?? 0) + passed);
    }
    this.at = now;
    this.feature = feature;
  }

  /** The most that waits to be told of one feature, in milliseconds. */
  longest(): number {
    return Math.max(0, ...this.spent.values());
  }

  /** Whole seconds of each feature, with the rest carried, so that all of them add up to the time itself. */
  take(rest: Record<string, number>): { told: [string, number][]; rest: Record<string, number> } {
    const told: [string, number][] = [];
    const left = { ...rest };
    for (const [feature, spent] of this.spent) {
      const all = spent + (left[feature] ?? 0);
      const seconds = Math.floor(all / 1000);
      left[feature] = all - seconds * 1000;
      if (seconds > 0) told.push([feature, seconds]);
    }
    this.spent.clear();
    return { told, rest: left };
  }
}
