/** The layer everything is drawn on: a shadow root of its own, over the page and out of its way. */
import { css, onTop, read, readable } from "./colour";
import { make } from "./make";
import { type Say, sayIn } from "./say";
import type { Look, Scheme } from "./shapes";
import { GROUNDS, STYLES } from "./styles";

const NARROW = 520;
const NARROW_SKETCH = 340; // a box beside an editor stands for a whole screen

export class Frame {
  readonly layer = make("div", { class: "all" });
  readonly spoken = make("div", { class: "unseen", "aria-live": "polite", role: "status" });
  say: Say = sayIn("en");
  private readonly root: HTMLElement = make("div", { "data-perennia-guide": "" });
  private readonly dark = matchMedia("(prefers-color-scheme: dark)");
  private look: Look = {};
  private wanted: Scheme = "auto";
  private readonly redraw = () => this.paint();
  private readonly sizes = new ResizeObserver(this.redraw);

  /** `within`: where it is drawn instead of over the whole page, for a preview. */
  constructor(private readonly within: HTMLElement | null = null) {
    const shadow = this.root.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    shadow.adoptedStyleSheets = [sheet];
    this.layer.append(this.spoken);
    shadow.append(this.layer);
    (within ?? document.body).append(this.root);
    this.dark.addEventListener("change", this.redraw);
    this.sizes.observe(this.layer);
    this.paint();
  }

  /** A drawing beside an editor: it takes no focus and tells nobody anything. */
  get isSketch(): boolean {
    return this.within !== null;
  }

  get area(): DOMRect {
    return this.layer.getBoundingClientRect();
  }

  get isNarrow(): boolean {
    return this.area.width <= (this.isSketch ? NARROW_SKETCH : NARROW);
  }

  /** What has the focus in here, if anything has. */
  get focused(): Element | null {
    return this.root.shadowRoot?.activeElement ?? null;
  }

  owns(event: Event): boolean {
    return event.composedPath().includes(this.root);
  }

  set(look: Look, language: string, scheme: Scheme | undefined): void {
    this.look = look;
    this.wanted = scheme ?? look.scheme ?? "auto";
    this.say = sayIn(language);
    this.layer.lang = language;
    this.paint();
  }

  /** Tells people who do not see it. */
  tell(text: string): void {
    if (!this.isSketch) this.spoken.textContent = text;
  }

  remove(): void {
    this.dark.removeEventListener("change", this.redraw);
    this.sizes.disconnect();
    this.root.remove();
  }

  private paint(): void {
    // A page that draws itself anew may have thrown us out.
    if (!this.root.isConnected) (this.within ?? document.body).append(this.root);
    const scheme = this.scheme();
    this.layer.classList.toggle("dark", scheme === "dark");
    this.layer.classList.toggle("light", scheme === "light");
    this.layer.classList.toggle("left", this.look.corner === "left");
    this.layer.classList.toggle("narrow", this.isNarrow);
    const brand = read(this.look.colour);
    this.layer.style.setProperty("--brand", css(brand));
    this.layer.style.setProperty("--on", onTop(brand));
    this.layer.style.setProperty("--ink", css(readable(brand, [...GROUNDS[scheme]])));
  }

  /** Light or dark: as asked, else as the page says of itself, else as the system is. */
  private scheme(): "light" | "dark" {
    if (this.wanted !== "auto") return this.wanted;
    const page = getComputedStyle(document.documentElement).colorScheme;
    if (page === "dark" || page === "light") return page;
    return this.dark.matches ? "dark" : "light";
  }
}
