/** What this tab remembers of one person until the record knows it too: what was shown, closed and ticked. */

type Kept = { who: string; shown: string[]; over: string[]; ticked: Record<string, string[]>; step: Record<string, number>; missing: string[] };

const PLACE = "perennia.guide";
const fresh = (who: string): Kept => ({ who, shown: [], over: [], ticked: {}, step: {}, missing: [] });

export class Memory {
  private kept = fresh("");

  /** Begins with whom it is about; what was kept of somebody else is forgotten. */
  of(who: string): void {
    if (this.kept.who === who && who !== "") return;
    this.kept = fresh(who);
    try {
      const found = JSON.parse(sessionStorage.getItem(PLACE) ?? "null") as Kept | null;
      if (found?.who === who) this.kept = { ...fresh(who), ...found };
    } catch {
      // No storage here, or not ours: it is remembered as long as the page stays.
    }
  }

  get shown(): readonly string[] {
    return this.kept.shown;
  }

  has(list: "shown" | "over" | "missing", key: string): boolean {
    return this.kept[list].includes(key);
  }

  add(list: "shown" | "over" | "missing", key: string): void {
    if (this.has(list, key)) return;
    this.kept[list].push(key);
    this.keep();
  }

  ticked(key: string): string[] {
    return this.kept.ticked[key] ?? [];
  }

  tick(key: string, part: string): void {
    this.kept.ticked[key] = [...this.ticked(key), part];
    this.keep();
  }

  step(key: string): number {
    return this.kept.step[key] ?? 0;
  }

  at(key: string, step: number): void {
    this.kept.step[key] = step;
    this.keep();
  }

  private keep(): void {
    try {
      sessionStorage.setItem(PLACE, JSON.stringify(this.kept));
    } catch {
      // As above.
    }
  }
}
