/** Announcements: a banner at the top, a card in the corner, or a dialog one has to answer. */
import type { Frame } from "./frame";
import { guarded, icon, linkTo, make, textOf, wordsOf } from "./make";
import { makeRoom } from "./room";
import type { Item } from "./shapes";

export type Told = { clicked: (url: string) => void; closed: () => void };
export type Drawn = { remove: () => void };

export function announce(frame: Frame, item: Item, isUp: boolean, told: Told): Drawn {
  const drawn = item.form === "modal" ? modal(frame, item, told) : item.form === "banner" ? banner(frame, item, told) : card(frame, item, isUp, told);
  frame.tell([item.title, textOf(item.body)].filter(Boolean).join(". "));
  return drawn;
}

function banner(frame: Frame, item: Item, told: Told): Drawn {
  const said = make("div", { class: "said" }, title(item), words(frame, item, told));
  const box = make("section", { class: "banner", "aria-label": nameOf(frame, item) }, said, button(frame, item, told, "main"), cross(frame, told));
  const drawn = put(frame, box);
  const giveBack = frame.isSketch ? undefined : makeRoom(box);
  return {
    remove: () => {
      giveBack?.();
      drawn.remove();
    },
  };
}

function card(frame: Frame, item: Item, isUp: boolean, told: Told): Drawn {
  const main = button(frame, item, told, "main");
  const box = make("section", { class: isUp ? "box card up" : "box card", "aria-label": nameOf(frame, item), tabindex: -1 }, make("div", { class: "head" }, title(item), cross(frame, told)), words(frame, item, told), main && make("div", { class: "foot" }, main));
  return put(frame, box);
}

/** Keeps the focus inside until it is answered, and gives it back to where it was. */
function modal(frame: Frame, item: Item, told: Told): Drawn {
  const before = document.activeElement;
  const main = button(frame, item, told, "main") ?? make("button", { type: "button", class: "main", click: told.closed }, frame.say("gotIt"));
  const box = make("div", { class: "box modal", role: "dialog", "aria-modal": "true", "aria-label": nameOf(frame, item), tabindex: -1 }, make("div", { class: "head" }, title(item), cross(frame, told)), words(frame, item, told), make("div", { class: "foot" }, make("span", { class: "push" }), main));
  const dim: HTMLElement = make("div", { class: "dim", keydown: (event) => inside(event as KeyboardEvent, frame, box, told.closed), click: (event) => event.target === dim && told.closed() }, box);
  const hold = guarded((event: FocusEvent) => {
    if (!frame.owns(event)) main.focus();
  });
  frame.layer.append(dim);
  if (!frame.isSketch) {
    document.addEventListener("focusin", hold, true);
    main.focus();
  }
  return {
    remove: () => {
      document.removeEventListener("focusin", hold, true);
      dim.remove();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    },
  };
}

function inside(event: KeyboardEvent, frame: Frame, box: HTMLElement, close: () => void): void {
  if (event.key === "Escape") {
    event.stopPropagation();
    close();
  }
  if (event.key !== "Tab") return;
  const stops = [...box.querySelectorAll<HTMLElement>("a[href], button")];
  const [first, last] = [stops[0], stops.at(-1)];
  const end = event.shiftKey ? first : last;
  if (frame.focused === end || frame.focused === box) {
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }
}

function put(frame: Frame, box: HTMLElement): Drawn {
  box.addEventListener("keydown", (event) => event.key === "Escape" && box.querySelector<HTMLElement>(".x")?.click());
  frame.layer.append(box);
  return { remove: () => box.remove() };
}

function title(item: Item): HTMLElement | null {
  return item.title ? make("h2", {}, item.title) : make("h2", { class: "unseen" }, textOf(item.body).slice(0, 60));
}

function words(frame: Frame, item: Item, told: Told): HTMLElement | null {
  return item.body?.length ? make("div", { class: "body" }, wordsOf(item.body, frame.say("newTab"), told.clicked)) : null;
}

export function button(frame: Frame, item: { button?: string; link?: string }, told: Pick<Told, "clicked">, look: string): HTMLElement | null {
  return item.link && item.button ? linkTo(item.link, document.createTextNode(item.button), frame.say("newTab"), told.clicked, look) : null;
}

function cross(frame: Frame, told: Told): HTMLElement {
  return make("button", { type: "button", class: "x", "aria-label": frame.say("close"), click: told.closed }, icon("close"));
}

function nameOf(frame: Frame, item: Item): string {
  return item.title ?? (textOf(item.body).slice(0, 80) || frame.say("help"));
}
