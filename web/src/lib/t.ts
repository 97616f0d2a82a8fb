/** Every word on screen passes through `t`: the English sentence is the key, other languages are catalogues of it. */
import type { Text } from "@/lib/texts/vi";
import { one } from "@/lib/texts/english-one";

export type { Text };
export type Language = "en" | "vi";
export type Values = Record<string, string | number>;

const watchers = new Set<() => void>();
let spoken: Language = "en";
let catalogue: Readonly<Record<string, string>> = {};

export const languages: readonly { key: Language; name: string }[] = [
  { key: "en", name: "English" },
  { key: "vi", name: "Tiếng Việt" },
];

export function language(): Language {
  return spoken;
}

/** Loads a language and speaks it from now on; the app is drawn anew by its caller. */
export async function speak(next: Language): Promise<void> {
  catalogue = next === "vi" ? (await import("@/lib/texts/vi")).vi : {};
  spoken = next;
  document.documentElement.lang = next;
  localStorage.setItem("perennia.language", next);
  watchers.forEach((notice) => notice());
}

export function onSpeak(notice: () => void): () => void {
  watchers.add(notice);
  return () => watchers.delete(notice);
}

/** What to speak before anybody has signed in: the last choice, else the browser's first known language. */
export function guessLanguage(): Language {
  const wanted = [remembered(), ...navigator.languages].map((tag) => tag.slice(0, 2));
  return wanted.find((tag) => tag === "vi" || tag === "en") === "vi" ? "vi" : "en";
}

function remembered(): string {
  return localStorage.getItem("perennia.language") ?? "";
}

/**
 * The text in the reader's language. `{name}` takes a value; `n` chooses the singular in English.
 * A key may end in `|context` where one English word has two meanings.
 */
export function t(key: Text, values: Values = {}): string {
  const singular = values["n"] === 1 && spoken === "en" ? one[key] : undefined;
  const text = catalogue[key] ?? singular ?? key.replace(/\|[^|]*$/, "");
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => shown(values[name]) ?? whole);
}

function shown(value: string | number | undefined): string | undefined {
  return typeof value === "number" ? value.toLocaleString(spoken) : value;
}
