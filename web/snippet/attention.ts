/** Watches where somebody's attention is: visible, in this tab of several, at which feature; the meter counts it. */
import { parsed, read, write } from "./kept";
import { Meter } from "./meter";
import { featureAt, pathOf, type Places } from "./places";

const MARK = "data-perennia-feature";
const LOOK = 1000;
const TELL = 60_000; // use is told each minute of it, so that what follows from it does not wait for the end
const ROUGH = ["pointermove", "scroll", "wheel", "touchmove"];
const SHARP = ["pointerdown", "keydown", "touchstart", "focusin"];

export class Attention {
  private readonly meter = new Meter(300_000);
  private places: Places = [];
  private named: string | null = null;
  private touched: Element | null = null;
  private heardAt = Number.NEGATIVE_INFINITY;
  private isMine = false;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly tab: string,
    private readonly tell: (feature: string, seconds: number) => void,
  ) {}

  /** The source's rules. */
  heed(places: Places, idleSeconds: number): void {
    this.places = places;
    this.meter.idle = idleSeconds * 1000;
  }

  start(): void {
    if (this.timer !== undefined) return;
    this.timer = setInterval(this.tick, LOOK);
    for (const kind of [...ROUGH, ...SHARP]) addEventListener(kind, this.hear, { capture: true, passive: true });
    addEventListener("focus", this.come);
    addEventListener("storage", this.cede);
    this.come();
  }

  /** Nothing is measured any more, and what was not told yet is forgotten. */
  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    for (const kind of [...ROUGH, ...SHARP]) removeEventListener(kind, this.hear, { capture: true });
    removeEventListener("focus", this.come);
    removeEventListener("storage", this.cede);
    this.meter.look(performance.now(), null);
    this.meter.take({});
  }

  /** The page's own word for where one is, until it says another or goes elsewhere; null: by mark or address again. */
  name(feature: string | null): void {
    this.named = feature;
    this.look();
  }

  /** Tells what was counted, in whole seconds; the rest is kept for the next time. */
  flush(): void {
    if (this.timer === undefined) return;
    this.look();
    const kept = parsed<Record<string, number>>(read("rest")) ?? {};
    const { told, rest } = this.meter.take(kept);
    write("rest", JSON.stringify(rest));
    for (const [feature, seconds] of told) this.tell(feature, seconds);
  }

  /** Shown again, or shown no more. */
  turn(isHere: boolean): void {
    if (isHere) this.come();
    else this.flush();
  }

  private readonly tick = (): void => {
    this.look();
    if (this.meter.longest() >= TELL) this.flush();
  };

  private look(): void {
    if (this.timer === undefined) return;
    const isHere = this.isMine && document.visibilityState === "visible";
    this.meter.look(performance.now(), isHere ? this.feature() : null);
  }

  private readonly hear = (event: Event): void => {
    const now = performance.now();
    const isSharp = SHARP.includes(event.type);
    if (!isSharp && this.isMine && now - this.heardAt < LOOK) return;
    this.heardAt = now;
    if (isSharp && event.target instanceof Element) this.touched = event.target;
    this.claim(now);
  };

  private readonly come = (): void => {
    if (document.hasFocus()) this.claim(performance.now());
  };

  /** Of several tabs and windows the one last touched counts, so that no second counts twice. */
  private claim(now: number): void {
    if (!this.isMine) write("tab", `${this.tab}.${Date.now()}`);
    this.isMine = true;
    this.meter.input(now);
    this.look();
  }

  private readonly cede = ({ key, newValue }: StorageEvent): void => {
    if (key !== "perennia.tab" || newValue === null || newValue.startsWith(this.tab)) return;
    this.look();
    this.isMine = false;
    this.look();
  };

  private feature(): string | null {
    const near = this.touched?.isConnected ? this.touched.closest(`[${MARK}]`) : null;
    const marked = near ?? [...document.querySelectorAll(`[${MARK}]`)].find((one) => one.getClientRects().length);
    return this.named ?? (marked?.getAttribute(MARK) || featureAt(pathOf(location), this.places));
  }
}
