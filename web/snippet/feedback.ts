/** The feedback dialog: fetched when it is first wanted. A shadow root of its own, so the page's styles do not reach it. */
import { STYLE } from "./feedback-style";
import { type Words, wordsOf } from "./feedback-words";

type Asked = { kind: "happiness" | "nps"; locale: string };
type Answer = { level?: string; nps?: number; text?: string };
const MOST_TEXT = 2000;
const STAY = 4000;

let open: Promise<Answer | null> | null = null;

function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, said: Record<string, string>, ...inside: (Node | string)[]): HTMLElementTagNameMap[Tag] {
  const one = document.createElement(tag);
  for (const [name, value] of Object.entries(said)) one.setAttribute(name, value);
  one.append(...inside);
  return one;
}

/** A style sheet that a strict content policy lets through; a plain one for browsers that know no other. */
function dress(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(make("style", {}, STYLE));
  }
}

function choices(kind: Asked["kind"], words: Words): HTMLElement {
  if (kind === "happiness") {
    const all = words.levels.map(([level, name, about]) => make("label", { class: "choice" }, make("input", { type: "radio", name: "choice", value: level }), make("span", {}, name, make("span", {}, about))));
    return make("fieldset", {}, make("legend", {}, words.happiness), ...all);
  }
  const all = Array.from({ length: 11 }, (_, score) => make("label", { class: "choice" }, make("input", { type: "radio", name: "choice", value: String(score) }), make("span", {}, String(score))));
  return make("fieldset", {}, make("legend", {}, words.nps), make("div", { class: "scale" }, ...all), make("p", { class: "ends" }, make("span", {}, words.least), make("span", {}, words.most)));
}

function draw({ kind, locale }: Asked) {
  const words = wordsOf(locale);
  const wrong = make("p", { class: "wrong", role: "alert" });
  const text = make("textarea", { id: "text", maxlength: String(MOST_TEXT) });
  const close = make("button", { type: "button" }, words.close);
  const form = make(
    "form", { novalidate: "" }, choices(kind, words), make("label", { class: "text", for: "text" }, words.more), text, wrong,
    make("div", { class: "actions" }, close, make("button", { class: "main" }, words.send)),
  );
  const title = make("h2", { id: "title", tabindex: "-1" }, words[kind]);
  const dialog = make("dialog", { "aria-labelledby": "title", lang: locale.toLowerCase().startsWith("vi") ? "vi" : "en" }, title, form);
  return { words, wrong, text, close, form, title, dialog };
}

function show(asked: Asked): Promise<Answer | null> {
  const { words, wrong, text, close, form, title, dialog } = draw(asked);
  const host = make("div", { "data-perennia": "feedback" });
  const root = host.attachShadow({ mode: "open" });
  dress(root);
  root.append(dialog);
  document.body.append(host);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      host.remove();
      open = null;
      resolve(null); // an answer has resolved it before
    });
    close.addEventListener("click", () => dialog.close());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = form.querySelector<HTMLInputElement>("input:checked")?.value;
      if (chosen === undefined) {
        wrong.textContent = words.choose;
        form.querySelector("input")?.focus();
        return;
      }
      const said = text.value.trim();
      resolve({ ...(asked.kind === "nps" ? { nps: Number(chosen) } : { level: chosen }), ...(said && { text: said }) });
      title.textContent = words.thanks;
      form.replaceWith(make("p", { role: "status" }, words.read));
      title.focus();
      setTimeout(() => dialog.close(), STAY);
    });
    dialog.showModal();
    title.focus();
  });
}

/** Asks, and gives the answer; one dialog at a time. */
function askFeedback(asked: Asked): Promise<Answer | null> {
  open ??= show(asked);
  return open;
}

Object.assign((window as unknown as { perennia: object }).perennia, { askFeedback });
