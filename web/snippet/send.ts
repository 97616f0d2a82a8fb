/** Carries waiting events to the server: one tab at a time, again after trouble, and never the same bad one for ever. */
import { isShared } from "./kept";
import { bound, done, drop, dropped, lengthOf, textOf, waiting } from "./queue";

export const FIRST_WAIT = 1000;
export const LONGEST_WAIT = 300_000;
const SOON = 400; // calls of one moment leave together
const MOST_AT_ONCE = 100;
const MOST_CHARACTERS = 45_000; // a browser lets 64 kB outlive their page
const KEEPALIVE = 60_000;

/** How long to wait after so many failures in a row: twice as long each time, by chance a part less. */
export function patience(failures: number, chance: number): number {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1)) * (1 - chance / 2);
}

export class Sender {
  /** Events whose fate is not known yet. */
  private readonly flying = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private dueAt = Number.POSITIVE_INFINITY;
  private failures = 0;
  private restUntil = 0;
  private most = MOST_AT_ONCE;
  private isRunning = false;
  isOn = false;

  constructor(
    private readonly host: string,
    private readonly writeKey: string,
  ) {
    addEventListener("online", () => {
      this.restUntil = 0;
      this.soon(0);
    });
  }

  /** Sends in a moment, with what else is said in it. */
  soon(wait = SOON): void {
    const at = Math.max(Date.now() + wait, this.restUntil);
    if (!this.isOn || this.dueAt <= at) return;
    clearTimeout(this.timer);
    this.dueAt = at;
    this.timer = setTimeout(() => {
      this.dueAt = Number.POSITIVE_INFINITY;
      void this.go();
    }, at - Date.now());
  }

  /** The page may be gone in a moment: what fits leaves now. It stays kept until the answer is here; ids make it count once. */
  hurry(): void {
    if (this.isOn && Date.now() >= this.restUntil) void this.carry();
  }

  private async go(): Promise<void> {
    if (this.isRunning || !this.isOn) return;
    this.isRunning = true;
    try {
      // Two tabs that send the same would do no harm, only the same work twice.
      if (isShared() && "locks" in navigator) {
        await navigator.locks.request("perennia", { ifAvailable: true }, (lock) => (lock ? this.all() : undefined)).catch(() => this.all());
      } else await this.all();
    } finally {
      this.isRunning = false;
    }
    if (waiting().length) this.soon(3000);
  }

  private async all(): Promise<void> {
    bound(Date.now());
    while (this.isOn && navigator.onLine && Date.now() >= this.restUntil && (await this.carry()));
  }

  /** One request. True: there may be more to send. */
  private async carry(): Promise<boolean> {
    const batch: string[] = [];
    const texts: string[] = [];
    let room = MOST_CHARACTERS;
    for (const key of waiting()) {
      if (this.flying.has(key)) continue;
      const text = textOf(key);
      room -= lengthOf(key);
      if (texts.length === this.most || (texts.length && room < 0)) break;
      if (text === null) continue;
      batch.push(key);
      texts.push(text);
    }
    if (!texts.length) return false;
    for (const key of batch) this.flying.add(key);
    const isMore = await this.post(batch, texts);
    for (const key of batch) this.flying.delete(key);
    return isMore;
  }

  private async post(batch: string[], texts: string[]): Promise<boolean> {
    const about = JSON.stringify({ writeKey: this.writeKey, sentAt: new Date() }).slice(0, -1);
    const body = new Blob([`${about},"batch":[${texts.join(",")}]}`], { type: "text/plain" });
    let answer: Response;
    try {
      answer = await fetch(`${this.host}/v1/b`, { method: "POST", body, keepalive: body.size < KEEPALIVE, credentials: "omit" });
    } catch {
      return this.later(0);
    }
    if (answer.ok) return this.taken(batch, answer);
    if (answer.status === 408 || answer.status === 429 || answer.status >= 500) return this.later(Number(answer.headers.get("Retry-After")) || 0);
    if (answer.status === 401 || answer.status === 403) return this.refused(answer);
    // Too large or unreadable as a whole: halved until the bad one is alone, and that one is dropped.
    if (batch.length === 1) drop(batch);
    this.most = Math.max(1, batch.length >> 1);
    return true;
  }

  private async taken(batch: string[], answer: Response): Promise<boolean> {
    this.failures = 0;
    done(batch);
    this.most = Math.min(MOST_AT_ONCE, this.most * 2);
    try {
      const { rejected } = (await answer.json()) as { rejected: { message: string }[] };
      dropped(rejected.length);
      for (const { message } of rejected) console.warn(`Perennia: ${message}`);
    } catch {
      // Taken all the same: a 200 says so.
    }
    return true;
  }

  private later(seconds: number): boolean {
    this.failures += 1;
    const wait = Math.max(seconds * 1000, patience(this.failures, Math.random()));
    this.restUntil = Date.now() + wait;
    this.soon(wait);
    return false;
  }

  /** A wrong key or a wrong page will not come right by trying: it is said, and what waits is kept for a page that may. */
  private async refused(answer: Response): Promise<boolean> {
    this.isOn = false;
    const said = (await answer.json().catch(() => ({}))) as { message?: string };
    console.warn(`Perennia: ${said.message ?? answer.status}`);
    return false;
  }
}
