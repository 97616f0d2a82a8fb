/** Makes elements. Nothing is ever read as HTML: texts are texts, tags and attributes are of a short list. */
import type { Words } from "./shapes";

type Child = Node | string | null | undefined | false;
type Given = Record<string, string | number | boolean | ((event: Event) => void) | null | undefined>;

export function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, given: Given = {}, ...children: Child[]): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "function") element.addEventListener(name, guarded(value));
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
  return element;
}

/** What fails in here stays in here: the page around us goes on. */
export function guarded<Arguments extends unknown[]>(act: (...given: Arguments) => void): (...given: Arguments) => void {
  return (...given) => {
    try {
      act(...given);
    } catch (failure) {
      console.debug("perennia guide", failure);
    }
  };
}

const SHAPES: Record<string, string> = {
  close: "M6 6l12 12M18 6L6 18",
  back: "M15 5l-7 7 7 7",
  tick: "M5 12.5l4.5 4.5L19 7.5",
  help: "M9.2 9a2.9 2.9 0 1 1 4.3 2.5c-.9.5-1.5 1.2-1.5 2.3M12 17.4v.1",
  out: "M8 6h10v10M18 6L6 18",
  next: "M9 5l7 7-7 7",
};

export function icon(name: string): SVGElement {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", SHAPES[name] ?? "");
  picture.append(line);
  return picture;
}

/** Where a link may lead: the web and mail, and pages of the product itself. */
export function safe(address: string | undefined): URL | null {
  if (!address) return null;
  try {
    const url = new URL(address, location.href);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

const TAGS = new Set(["p", "ul", "ol", "li", "strong", "em", "s", "blockquote", "code", "pre", "hr", "br", "h3", "h4", "thead", "tbody", "tr"]);

/** The words of an author as elements; links are told to `onLink` before they are followed. */
export function wordsOf(words: Words[] | undefined, newTab: string, onLink: (url: string) => void): DocumentFragment {
  const all = document.createDocumentFragment();
  for (const one of words ?? []) {
    if (typeof one === "string") {
      all.append(one);
      continue;
    }
    const [tag, given, ...inside] = one;
    const within = wordsOf(inside, newTab, onLink);
    if (tag === "a") all.append(linkTo(given["href"], within, newTab, onLink) ?? within);
    else if (tag === "img") all.append(picture(given));
    else if (tag === "table") all.append(make("div", { class: "wide", tabindex: 0 }, make("table", {}, within)));
    else if (tag === "th" || tag === "td") all.append(make(tag, { class: given["align"] }, within));
    else if (TAGS.has(tag)) all.append(make(tag as "p", {}, within));
    else all.append(within);
  }
  return all;
}

/** A link that leaves the product opens apart, so that nobody loses their work. */
export function linkTo(address: string | undefined, within: Node, newTab: string, onLink: (url: string) => void, look = ""): HTMLAnchorElement | null {
  const url = safe(address);
  if (!url) return null;
  const leaves = url.protocol !== "mailto:" && url.origin !== location.origin;
  const given = leaves ? { target: "_blank", rel: "noopener noreferrer" } : {};
  const link = make("a", { href: url.href, class: look || null, ...given, click: () => onLink(url.href) }, within);
  if (leaves) link.append(make("span", { class: "unseen" }, ` (${newTab})`));
  return link;
}

function picture(given: Record<string, string>): Node | string {
  const url = safe(given["src"]);
  if (url?.protocol !== "https:") return given["alt"] ?? "";
  return make("img", { src: url.href, alt: given["alt"] ?? "", loading: "lazy", referrerpolicy: "no-referrer" });
}

export function textOf(words: Words[] | undefined): string {
  return (words ?? []).map((one) => (typeof one === "string" ? one : textOf(one.slice(2) as Words[]))).join(" ");
}
