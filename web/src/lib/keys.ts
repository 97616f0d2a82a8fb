/** Single keys and two-key jumps: they rest while one types and while a dialog is open, and can be switched off. */
import { useEffect, useRef, useSyncExternalStore } from "react";

export type Keys = Record<string, (event: KeyboardEvent) => void>;

const CHORD = 900;
let pending = "";
let since = 0;

/** Binds keys such as `j`, `Enter`, `g c`, `Shift+X`, `mod+k`; `mod` is Ctrl, or ⌘ on a Mac. */
export function useKeys(keys: Keys, on = true): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    if (!on) return;
    const press = (event: KeyboardEvent) => dispatch(event, current.current);
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [on]);
}

/** Whether a dialog or menu lay over the page when the key was pressed; one that Escape has closed since counts too. */
let covered = false;
addEventListener("keydown", () => (covered = [...document.querySelectorAll("[role=dialog], [role=menu], [role=listbox]")].some(isShown)), true);

/** A closed list may stay in the document, out of sight. */
function isShown(over: Element): boolean {
  return typeof over.checkVisibility !== "function" || over.checkVisibility();
}

function dispatch(event: KeyboardEvent, keys: Keys): void {
  if (event.defaultPrevented) return;
  const name = nameOf(event);
  const single = !name.startsWith("mod+");
  if (single && (resting(event) || !singleKeysOn())) return;
  const chord = chordOf(event, name);
  const act = bound(keys, chord) ?? bound(keys, name);
  if (!act) return;
  event.preventDefault();
  act(event);
}

/** What a pressed key does here, by the keys the reader has chosen. */
function bound(keys: Keys, pressed: string): Keys[string] | undefined {
  const chord = Object.keys(keys).find((one) => boundTo(one) === pressed);
  return chord === undefined ? undefined : keys[chord];
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey || event.metaKey) return `mod+${key}`;
  return event.shiftKey && /^[a-z]$|^Arrow/.test(key) ? `Shift+${key}` : key;
}

/** The first key of a jump is remembered for a moment; every listener sees the same press. */
let last: { event: KeyboardEvent; chord: string } | null = null;
function chordOf(event: KeyboardEvent, name: string): string {
  if (last?.event === event) return last.chord;
  const chord = pending && event.timeStamp - since < CHORD ? `${pending} ${name}` : name;
  pending = name === "g" ? "g" : "";
  since = event.timeStamp;
  last = { event, chord };
  return chord;
}

function resting(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (event.altKey || target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return !isTick(target);
  if (event.key === "Enter" || event.key === " ") return target.closest("button, a, [role=button], [role=menuitem]") !== null;
  return covered;
}

function isTick(target: HTMLElement): boolean {
  return target instanceof HTMLInputElement && (target.type === "checkbox" || target.type === "radio");
}

export function singleKeysOn(): boolean {
  return localStorage.getItem("perennia.keys") !== "off";
}

export function setSingleKeys(on: boolean): void {
  localStorage.setItem("perennia.keys", on ? "on" : "off");
}

const BINDINGS = "perennia.bindings";
const watchers = new Set<() => void>();
let bindings: Readonly<Record<string, string>> = readBindings();

/** The key chosen for one that ships; "" where it is switched off. */
export function boundTo(chord: string): string {
  return bindings[chord] ?? chord;
}

/** Chooses another key, switches one off with "", or brings the shipped one back with null. */
export function bind(chord: string, chosen: string | null): void {
  const rest = Object.fromEntries(Object.entries(bindings).filter(([one]) => one !== chord));
  bindings = chosen === null || chosen === chord ? rest : { ...rest, [chord]: chosen };
  localStorage.setItem(BINDINGS, JSON.stringify(bindings));
  watchers.forEach((notice) => notice());
}

/** The choices as they are now, for a screen that shows them. */
export function useBindings(): Readonly<Record<string, string>> {
  return useSyncExternalStore(watchBindings, () => bindings);
}

function watchBindings(notice: () => void): () => void {
  watchers.add(notice);
  return () => watchers.delete(notice);
}

function readBindings(): Record<string, string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(BINDINGS) ?? "{}");
    const pairs = Object.entries(kept ?? {}).filter((pair): pair is [string, string] => typeof pair[1] === "string");
    return Object.fromEntries(pairs);
  } catch {
    return {};
  }
}
