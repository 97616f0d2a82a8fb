/** Asks what a page is to show, draws it, and tells what people did with it. */
import { announce, type Drawn } from "./announce";
import { answerFor } from "./ask";
import { Frame } from "./frame";
import { guarded, make } from "./make";
import { Memory } from "./memory";
import { Panel } from "./panel";
import type { Answer, Item, Options, Properties } from "./shapes";
import { tour } from "./tip";

const OPEN_EVERY = 4000; // while the panel is open, so that a list ticks itself
const PAUSE = 200;
const SOON = 5000; // by then the record knows of somebody who has just said who they are

export class Guide {
  private readonly frame = new Frame();
  private readonly memory = new Memory();
  private readonly panel: Panel;
  private items: Item[] = [];
  private answer: Answer = { items: [] };
  private etag = "";
  private shown: { item: Item; drawn: Drawn } | null = null;
  private banner: { item: Item; drawn: Drawn } | null = null;
  private readonly party = new Map<string, Item>();
  private asking: AbortController | null = null;
  private polling: ReturnType<typeof setInterval> | undefined;
  private address = location.href;
  private whom = "";
  private readonly quit = new AbortController();

  constructor(private readonly options: Options) {
    this.panel = new Panel(this.frame, {
      seen: (item) => this.saw(item),
      clicked: (item, url) => this.tell("Guidance Clicked", item, { url }),
      ticked: (item, part) => this.tick(item, part),
      hidden: (item) => this.dismiss(item),
      opened: (isOpen) => this.poll(isOpen),
    }, (item) => this.ticked(item));
    this.listen();
    this.changed();
    if (options.first) this.take(options.first);
    else void this.ask();
  }

  readonly help = (): void => this.panel.open();
  readonly checklist = (): void => this.panel.open("checklist");

  stop(): void {
    this.quit.abort();
    this.asking?.abort();
    clearInterval(this.polling);
    this.clear();
    this.frame.remove();
  }

  private listen(): void {
    const { signal } = this.quit;
    // The page's own history is left as it is: nothing of the page's is wrapped, it is looked at.
    const moved = guarded(() => {
      if (location.href === this.address && this.whom === this.asWhom()) return;
      this.address = location.href;
      this.changed();
      void this.ask();
    });
    const routes = (window as { navigation?: EventTarget }).navigation;
    routes?.addEventListener("currententrychange", () => setTimeout(moved, 0), { signal });
    const tick = setInterval(moved, 1000);
    signal.addEventListener("abort", () => clearInterval(tick));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void this.ask(), { signal });
  }

  /** Somebody else looks on now: what the one before was shown goes. */
  private changed(): void {
    const now = this.asWhom();
    if (now === this.whom) return;
    this.whom = now;
    this.etag = "";
    this.clear();
    setTimeout(() => void this.ask(), SOON);
  }

  private readonly asWhom = (): string => (this.isAllowed ? JSON.stringify(this.options.who()) : "");

  private get isAllowed() { return this.options.consent?.() ?? true; }

  private poll(isOpen: boolean): void {
    clearInterval(this.polling);
    if (isOpen) {
      this.polling = setInterval(() => document.visibilityState === "visible" && void this.ask(), OPEN_EVERY);
      void this.ask();
    } else this.party.clear();
    this.draw();
  }

  private async ask(): Promise<void> {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    await new Promise((later) => setTimeout(later, this.etag ? PAUSE : 0));
    if (asking.signal.aborted || this.quit.signal.aborted || !this.isAllowed) return;
    try {
      const answer = await answerFor(this.options, this.etag, asking.signal);
      if (answer) this.take(answer);
    } catch (failure) {
      if (!asking.signal.aborted) console.debug("perennia guide", failure);
    }
  }

  private readonly take = guarded((answer: Answer) => {
    if (answer.same) return;
    const { userId, anonymousId } = this.options.who();
    this.memory.of(String(userId ?? anonymousId ?? ""));
    this.answer = answer;
    this.etag = answer.etag ?? "";
    this.frame.set(answer.look ?? {}, answer.language ?? "en", this.options.scheme);
    this.items = answer.items.filter((item) => item.preview || !this.memory.has("over", item.guidance));
    this.draw();
  });

  private draw(): void {
    this.items.filter((item) => item.kind === "checklist").forEach((item) => this.complete(item));
    const listed = this.items.filter(({ kind, guidance }) => (kind === "help" || kind === "checklist") && !this.party.has(guidance));
    this.panel.set([...this.party.values(), ...listed], this.answer.look?.button !== false);
    this.drawBanner();
    this.drawOne();
  }

  private drawBanner(): void {
    const next = this.items.find((item) => item.form === "banner" && this.isNew(item));
    if (this.banner && (this.stays(this.banner.item) || this.banner.item.guidance === next?.guidance)) return;
    this.banner?.drawn.remove();
    this.banner = next ? { item: next, drawn: this.announced(next) } : null;
  }

  /** One thing at a time comes between people and their work; the next when it is done with. */
  private drawOne(): void {
    const fitting = this.items.filter((item) => (item.kind === "tip" || (item.kind === "announcement" && item.form !== "banner")) && this.isNew(item));
    const now = this.shown?.item;
    if (now && (this.stays(now) || fitting.some((item) => item.guidance === now.guidance))) return;
    this.shown?.drawn.remove();
    this.shown = null;
    const next = fitting[0];
    if (next) this.shown = { item: next, drawn: next.kind === "tip" ? this.toured(next) : this.announced(next) };
  }

  /** What is shown once stands until it is closed, though the record counts it as seen by now. */
  private stays(item: Item): boolean {
    return item.once === true && !this.memory.has("over", item.guidance);
  }

  private isNew(item: Item): boolean {
    if (item.preview) return true;
    const isOpen = this.shown?.item.guidance === item.guidance || this.banner?.item.guidance === item.guidance;
    if (item.kind === "tip" && this.memory.has("missing", `${item.guidance} ${location.pathname}`)) return false;
    return isOpen || !item.once || !this.memory.has("shown", item.guidance);
  }

  private announced(item: Item): Drawn {
    const drawn = announce(this.frame, item, this.panel.isSeen, {
      clicked: (url) => {
        this.tell("Guidance Clicked", item, { url });
        this.over(item);
      },
      closed: () => this.dismiss(item),
    });
    this.saw(item);
    const note = item.preview ? make("span", { class: "note" }, this.frame.say("preview")) : null;
    if (note) this.frame.layer.append(note);
    return { remove: () => [drawn, note].forEach((one) => one?.remove()) };
  }

  private toured(item: Item): Drawn {
    return tour(this.frame, item, item.preview ? 0 : this.memory.step(item.guidance), {
      shown: () => this.saw(item),
      clicked: (url) => this.tell("Guidance Clicked", item, { url }),
      stepped: (step) => this.memory.at(item.guidance, step),
      finished: () => {
        this.tell("Guidance Clicked", item, { finished: true, step: item.parts?.length ?? 0 });
        this.over(item);
      },
      closed: (step) => (step < 0 ? this.notHere(item) : this.dismiss(item, { step: step + 1 })),
      missing: (step, selector) => {
        if (!this.memory.has("missing", item.guidance)) this.tell("Guidance Not Shown", item, { step: step + 1, selector });
        this.memory.add("missing", item.guidance);
      },
    });
  }

  /** Nothing of a tour is on this page. */
  private notHere(item: Item): void {
    this.memory.add("missing", `${item.guidance} ${location.pathname}`);
    this.items = this.items.filter(({ guidance }) => guidance !== item.guidance);
    setTimeout(() => this.draw(), 0);
  }

  private saw(item: Item): void {
    if (item.preview || this.memory.has("shown", item.guidance)) return;
    this.memory.add("shown", item.guidance);
    this.tell("Guidance Shown", item);
  }

  private dismiss(item: Item, more: Properties = {}): void {
    this.tell("Guidance Dismissed", item, more);
    this.over(item);
  }

  private over(item: Item): void {
    if (!item.preview) this.memory.add("over", item.guidance);
    this.items = this.items.filter(({ guidance }) => guidance !== item.guidance);
    if (this.shown?.item.guidance === item.guidance) {
      this.shown.drawn.remove();
      this.shown = null;
    }
    this.draw();
  }

  private ticked(item: Item): string[] {
    const known = [...(item.ticked ?? []), ...this.memory.ticked(item.guidance)];
    return (item.parts ?? []).map(({ id }) => id).filter((id) => known.includes(id));
  }

  private tick(item: Item, part: string): void {
    this.memory.tick(item.guidance, part);
    this.tell("Checklist Item Done", item, { item: part });
    this.draw();
  }

  /** A list whose last item is done is told once; it goes when the panel is closed, after one has seen it done. */
  private complete(item: Item): void {
    const of = item.parts?.length ?? 0;
    if (of === 0 || this.ticked(item).length < of || this.memory.has("over", item.guidance)) return;
    this.memory.add("over", item.guidance);
    this.party.set(item.guidance, { ...item, ticked: this.ticked(item) });
    this.items = this.items.filter(({ guidance }) => guidance !== item.guidance);
    this.tell("Checklist Completed", item);
  }

  private tell(name: string, item: Item, more: Properties = {}): void {
    if (item.preview) return;
    guarded(() => this.options.track(name, { guidance: item.guidance, kind: item.kind, ...more }))();
  }

  private clear(): void {
    this.shown?.drawn.remove();
    this.banner?.drawn.remove();
    this.shown = this.banner = null;
    this.items = [];
    this.party.clear();
    this.panel.set([], false);
  }
}
