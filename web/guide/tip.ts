/** A tip at something on the page, or a tour of several: it follows what it points at, and hides while that is not seen. */
import type { Drawn } from "./announce";
import type { Frame } from "./frame";
import { guarded, icon, linkTo, make, textOf, wordsOf } from "./make";
import type { Item, Part, Side } from "./shapes";

type Told = {
  shown: () => void;
  clicked: (url: string) => void;
  stepped: (step: number) => void;
  finished: () => void;
  closed: (step: number) => void;
  missing: (step: number, selector: string) => void;
};

const PATIENCE = 6000;
const LOOK = 200;
const GAP = 12;
const EDGE = 8;

/** `find`: how a selector is looked up. Steps whose place is not on the page are told of and left out. */
export function tour(frame: Frame, item: Item, from: number, told: Told, find: (selector: string) => Element | null = look): Drawn {
  const parts = item.parts ?? [];
  let current: Drawn | null = null;
  let waiting: ReturnType<typeof setInterval> | undefined;
  let wasShown = false;
  const leave = () => {
    clearInterval(waiting);
    current?.remove();
    current = null;
  };
  const go = (step: number) => {
    const hadFocus = frame.focused !== null;
    leave();
    const part = parts[step];
    if (!part) return wasShown ? told.finished() : told.closed(-1);
    const began = performance.now();
    const arrive = guarded(() => {
      const anchor = find(part.selector ?? "");
      if (!anchor && performance.now() - began < PATIENCE) return;
      clearInterval(waiting);
      if (!anchor) {
        told.missing(step, part.selector ?? "");
        return go(step + 1);
      }
      if (!wasShown) told.shown();
      wasShown = true;
      told.stepped(step);
      current = draw(frame, { part, step, of: parts.length, anchor, find }, { clicked: told.clicked, next: () => go(step + 1), back: () => go(step - 1), closed: () => told.closed(step) });
      if (hadFocus) frame.layer.querySelector<HTMLElement>(".tip")?.focus();
    });
    waiting = setInterval(arrive, LOOK);
    arrive();
  };
  go(Math.min(from, Math.max(parts.length - 1, 0)));
  return { remove: leave };
}

export function look(selector: string): Element | null {
  try {
    return [...document.querySelectorAll(selector)].find(isSeen) ?? null;
  } catch {
    return null; // no selector at all
  }
}

function isSeen(element: Element): boolean {
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && (element.checkVisibility?.({ visibilityProperty: true, opacityProperty: true }) ?? true);
}

type Place = { part: Part; step: number; of: number; anchor: Element; find: (selector: string) => Element | null };
type Acts = { clicked: (url: string) => void; next: () => void; back: () => void; closed: () => void };

function draw(frame: Frame, place: Place, acts: Acts): Drawn {
  const { part, step, of } = place;
  const arrow = make("i", { class: "arrow" });
  const main = make("button", { type: "button", class: "main", click: acts.next }, part.button ?? frame.say(step + 1 < of ? "next" : "gotIt"));
  const more = part.link ? linkTo(part.link, document.createTextNode(frame.say("open")), frame.say("newTab"), acts.clicked, "plain") : null;
  const back = step > 0 && make("button", { type: "button", class: "plain", click: acts.back }, frame.say("back"));
  const words = part.body?.length ? make("div", { class: "body" }, wordsOf(part.body, frame.say("newTab"), acts.clicked)) : null;
  const close = make("button", { type: "button", class: "x", "aria-label": frame.say("close"), click: acts.closed }, icon("close"));
  const count = of > 1 && make("span", { class: "quiet" }, frame.say("step", { n: step + 1, of }));
  const name = part.title ?? textOf(part.body).slice(0, 80);
  const box = make("div", { class: "box tip", role: "dialog", "aria-label": name, tabindex: -1, hidden: true, keydown: (event) => (event as KeyboardEvent).key === "Escape" && acts.closed() }, arrow, make("div", { class: "head" }, make("h2", {}, part.title ?? ""), close), words, make("div", { class: "foot" }, count, make("span", { class: "push" }), back, more, main));
  const ring = make("i", { class: "ring", "aria-hidden": "true", hidden: true });
  frame.layer.append(ring, box);
  if (!frame.isSketch) toView(place.anchor);
  frame.tell([name, textOf(part.title ? part.body : [])].filter(Boolean).join(". "));
  return follow(frame, place, box, ring, arrow);
}

function toView(anchor: Element): void {
  const { top, bottom } = anchor.getBoundingClientRect();
  if (top >= 0 && bottom <= innerHeight) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  anchor.scrollIntoView({ block: "center", inline: "nearest", behavior: still ? "auto" : "smooth" });
}

/** Stands where its place stands, whatever scrolls, resizes or is drawn anew. */
function follow(frame: Frame, place: Place, box: HTMLElement, ring: HTMLElement, arrow: HTMLElement): Drawn {
  let anchor = place.anchor;
  let asked = 0;
  const stand = guarded(() => {
    asked = 0;
    if (!anchor.isConnected || !isSeen(anchor)) anchor = place.find(place.part.selector ?? "") ?? anchor;
    const isThere = anchor.isConnected && isSeen(anchor) && isWithin(anchor.getBoundingClientRect(), frame.area);
    box.hidden = ring.hidden = !isThere;
    if (isThere) lay(frame, anchor.getBoundingClientRect(), place.part.side ?? "auto", box, ring, arrow);
  });
  const soon = () => {
    asked ||= requestAnimationFrame(stand);
  };
  const sizes = new ResizeObserver(soon);
  sizes.observe(anchor);
  sizes.observe(box);
  const tick = setInterval(soon, LOOK); // what moves without a word: animations, pages drawn anew
  addEventListener("scroll", soon, { capture: true, passive: true });
  addEventListener("resize", soon);
  stand();
  return {
    remove: () => {
      cancelAnimationFrame(asked);
      clearInterval(tick);
      sizes.disconnect();
      removeEventListener("scroll", soon, { capture: true });
      removeEventListener("resize", soon);
      box.remove();
      ring.remove();
    },
  };
}

function isWithin(rect: DOMRect, area: DOMRect): boolean {
  return rect.bottom > area.top && rect.top < area.bottom && rect.right > area.left && rect.left < area.right;
}

function lay(frame: Frame, rect: DOMRect, wanted: Side, box: HTMLElement, ring: HTMLElement, arrow: HTMLElement): void {
  const area = frame.area;
  const [left, top, width, height] = [rect.left - area.left, rect.top - area.top, box.offsetWidth, box.offsetHeight];
  const room = { top, bottom: area.height - top - rect.height, left, right: area.width - left - rect.width };
  const fits = (side: Exclude<Side, "auto">) => room[side] >= (side === "top" || side === "bottom" ? height : width) + GAP + EDGE;
  const order = [...(["bottom", "top", "right", "left"] as const)].sort((one, other) => Number(other === wanted) - Number(one === wanted));
  const side = order.find(fits) ?? (room.bottom >= room.top ? "bottom" : "top");
  const isUpright = side === "top" || side === "bottom";
  const middle = { x: left + rect.width / 2, y: top + rect.height / 2 };
  const x = isUpright ? middle.x - width / 2 : side === "left" ? left - width - GAP : left + rect.width + GAP;
  const y = isUpright ? (side === "top" ? top - height - GAP : top + rect.height + GAP) : middle.y - height / 2;
  const kept = { x: clamp(x, EDGE, area.width - width - EDGE), y: clamp(y, EDGE, area.height - height - EDGE) };
  box.dataset["side"] = side;
  put(box, kept.x, kept.y);
  put(ring, left - 4, top - 4);
  ring.style.width = `${rect.width + 8}px`;
  ring.style.height = `${rect.height + 8}px`;
  arrow.style.left = isUpright ? `${clamp(middle.x - kept.x - 6, 12, width - 24)}px` : "";
  arrow.style.top = isUpright ? "" : `${clamp(middle.y - kept.y - 6, 12, height - 24)}px`;
}

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(value, Math.max(least, most)));

function put(element: HTMLElement, x: number, y: number): void {
  element.style.left = `${Math.round(x)}px`;
  element.style.top = `${Math.round(y)}px`;
}
