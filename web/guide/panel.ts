/** The help button and its panel: articles one can search, and checklists with how far one has come. */
import type { Frame } from "./frame";
import { icon, linkTo, make, textOf, wordsOf } from "./make";
import type { Item } from "./shapes";

export type PanelTold = {
  seen: (item: Item) => void;
  clicked: (item: Item, url: string) => void;
  ticked: (item: Item, part: string) => void;
  hidden: (item: Item) => void;
  opened: (isOpen: boolean) => void;
};

const SEARCH_FROM = 4;

export class Panel {
  isOpen = false;
  private items: Item[] = [];
  private article: Item | null = null;
  private asked = "";
  private readonly launch: HTMLButtonElement;
  private readonly box: HTMLElement;
  private before: Element | null = null;
  private drawnOf = "";

  constructor(
    private readonly frame: Frame,
    private readonly told: PanelTold,
    private readonly ticked: (item: Item) => string[],
  ) {
    this.launch = make("button", { type: "button", class: "launch", hidden: true, "aria-haspopup": "dialog", "aria-expanded": "false", click: () => (this.isOpen ? this.close() : this.open()) });
    this.box = make("div", { class: "box panel", role: "dialog", tabindex: -1, hidden: true, keydown: (event) => (event as KeyboardEvent).key === "Escape" && this.close() });
    frame.layer.append(this.box, this.launch);
  }

  /** Whether the button stands in the corner. */
  get isSeen(): boolean {
    return !this.launch.hidden;
  }

  set(items: Item[], hasButton: boolean): void {
    this.items = items;
    this.launch.hidden = !hasButton || items.length === 0;
    if (this.article) this.article = items.find((one) => one.guidance === this.article?.guidance) ?? null;
    if (this.isOpen && items.length === 0) this.close();
    this.draw();
  }

  open(first?: "checklist"): void {
    if (!this.isOpen) this.before = document.activeElement;
    this.isOpen = true;
    this.article = null;
    this.asked = "";
    this.drawnOf = "";
    this.draw();
    const list = first && this.box.querySelector<HTMLElement>(".list");
    (list ?? this.box.querySelector<HTMLElement>(".find") ?? this.box).focus();
    this.told.opened(true);
  }

  /** Stands open on what is being written. */
  sketch(item: Item): void {
    this.items = [item];
    this.isOpen = true;
    this.article = item.kind === "help" && item.body?.length ? item : null;
    this.launch.hidden = false;
    this.draw();
  }

  close(): void {
    this.isOpen = false;
    this.draw();
    if (this.isSeen) this.launch.focus();
    else if (this.before instanceof HTMLElement) this.before.focus();
    this.told.opened(false);
  }

  /** Draws what changed; a refetch that brought nothing new leaves the focus and the scroll where they are. */
  draw(): void {
    const state = JSON.stringify([this.items, this.items.map(this.ticked), this.isOpen, this.article?.guidance, this.frame.layer.lang]);
    if (state === this.drawnOf) return;
    this.drawnOf = state;
    this.drawLaunch();
    this.box.hidden = !this.isOpen;
    if (!this.isOpen) return;
    const focus = this.frame.focused?.getAttribute("data-focus");
    const { say } = this.frame;
    const title = this.article?.title ?? say("help");
    this.box.setAttribute("aria-label", title);
    const back = this.article && make("button", { type: "button", class: "x", "data-focus": "back", "aria-label": say("back"), click: () => this.show(null) }, icon("back"));
    const close = make("button", { type: "button", class: "x", "data-focus": "close", "aria-label": say("close"), click: () => this.close() }, icon("close"));
    const within = make("div", { class: "within", tabindex: 0, role: "group", "aria-label": title }, ...(this.article ? this.reading(this.article) : this.overview()));
    this.box.replaceChildren(make("div", { class: "head" }, back, make("h2", {}, title), close), within);
    if (focus) this.box.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
  }

  private drawLaunch(): void {
    const { say } = this.frame;
    const open = this.items.filter((one) => one.kind === "checklist").reduce((sum, one) => sum + (one.parts?.length ?? 0) - this.ticked(one).length, 0);
    this.launch.setAttribute("aria-expanded", String(this.isOpen));
    this.launch.setAttribute("aria-label", say("help"));
    this.launch.replaceChildren(icon(this.isOpen ? "close" : "help"), ...(open > 0 && !this.isOpen ? [make("span", { class: "left", "aria-hidden": "true" }, String(open))] : []));
  }

  private show(article: Item | null): void {
    this.article = article;
    if (article) this.told.seen(article);
    this.draw();
    this.box.querySelector<HTMLElement>(".within")?.focus();
  }

  private overview(): Node[] {
    const lists = this.items.filter((one) => one.kind === "checklist");
    const articles = this.items.filter((one) => one.kind === "help");
    lists.forEach((one) => this.told.seen(one));
    return [...lists.map((one) => this.checklist(one)), ...(articles.length > 0 ? this.articles(articles) : [])];
  }

  private articles(all: Item[]): Node[] {
    const { say } = this.frame;
    const rows = make("ul", { class: "rows" });
    const none = make("p", { class: "quiet", role: "status", hidden: true }, say("nothing"));
    const fill = () => {
      const found = all.filter((one) => plain(`${one.title ?? ""} ${textOf(one.body)}`).includes(plain(this.asked)));
      rows.replaceChildren(...found.map((one) => make("li", {}, this.entry(one))));
      none.hidden = found.length > 0;
    };
    fill();
    if (all.length < SEARCH_FROM) return [rows];
    const find = make("input", { class: "find", type: "search", "data-focus": "find", "aria-label": say("search"), placeholder: say("search"), value: this.asked, input: (event) => {
      this.asked = (event.target as HTMLInputElement).value;
      fill();
    } });
    return [find, rows, none];
  }

  /** An article opens here; one that is only a link is followed. */
  private entry(item: Item): Node {
    const name = make("span", {}, item.title ?? textOf(item.body).slice(0, 80));
    if (!item.body?.length && item.link) {
      const link = linkTo(item.link, make("span", {}, item.title ?? item.link), this.frame.say("newTab"), (url) => this.told.clicked(item, url), "row");
      link?.append(icon("out"));
      if (link) return link;
    }
    return make("button", { type: "button", class: "row", "data-focus": `row-${item.guidance}`, click: () => this.show(item) }, name, icon("next"));
  }

  private reading(item: Item): Node[] {
    const told = (url: string) => this.told.clicked(item, url);
    const link = item.link ? linkTo(item.link, document.createTextNode(item.button ?? this.frame.say("open")), this.frame.say("newTab"), told, "plain") : null;
    return [make("div", { class: "body" }, wordsOf(item.body, this.frame.say("newTab"), told)), ...(link ? [make("div", {}, link)] : [])];
  }

  private checklist(item: Item): Node {
    const { say } = this.frame;
    const parts = item.parts ?? [];
    const done = this.ticked(item);
    const [n, of] = [done.length, parts.length];
    if (n >= of && of > 0) return this.party(item);
    const meter = make("i");
    meter.style.width = `${of ? Math.round((100 * n) / of) : 0}%`;
    const bar = make("div", { class: "bar", role: "progressbar", "aria-valuemin": 0, "aria-valuemax": of, "aria-valuenow": n, "aria-label": say("ticked", { n, of }) }, meter);
    const told = (url: string) => this.told.clicked(item, url);
    const todo = make("ul", { class: "todo" }, ...parts.map((part) => {
      const isDone = done.includes(part.id);
      const name = part.link && !isDone ? linkTo(part.link, document.createTextNode(part.title ?? ""), say("newTab"), told) : null;
      const words = part.body?.length && !isDone ? make("div", { class: "body quiet" }, wordsOf(part.body, say("newTab"), told)) : null;
      return make("li", { class: isDone ? "on" : null }, this.tick(item, part.id, part.title ?? "", part.by === "click", isDone), make("div", { class: "words" }, name ?? part.title ?? "", words));
    }));
    const about = item.body?.length ? make("div", { class: "body quiet" }, wordsOf(item.body, say("newTab"), told)) : null;
    const hide = make("button", { type: "button", class: "plain", "data-focus": `hide-${item.guidance}`, click: () => this.told.hidden(item) }, say("hide"));
    return make("section", { class: "list", tabindex: -1, "aria-label": item.title ?? "" }, make("h3", {}, item.title ?? ""), about, bar, make("span", { class: "quiet" }, say("ticked", { n, of })), todo, make("div", {}, hide));
  }

  /** What one does by hand is ticked by hand; what the record sees is only shown. */
  private tick(item: Item, part: string, name: string, isByHand: boolean, isDone: boolean): Node {
    const { say } = this.frame;
    const look = isDone ? "tick on" : "tick";
    if (!isByHand || isDone) return make("span", { class: look }, icon("tick"), isDone && make("span", { class: "unseen" }, say("isDone")));
    return make("button", { type: "button", class: look, "data-focus": `tick-${item.guidance}-${part}`, "aria-label": `${say("markDone")}: ${name}`, click: () => this.told.ticked(item, part) }, icon("tick"));
  }

  private party(item: Item): Node {
    const said = item.done ?? this.frame.say("finished");
    return make("section", { class: "list", tabindex: -1, "aria-label": item.title ?? "" }, make("div", { class: "party", role: "status" }, make("span", { class: "tick on" }, icon("tick")), make("span", {}, said)));
  }
}

/** Letters as one looks for them: without case and marks. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "d").toLowerCase().trim();
}
