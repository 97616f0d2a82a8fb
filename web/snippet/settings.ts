/** What the source says of its pages: asked of the server, and remembered so that a page without a line can begin. */
import type { Mode } from "./consent";
import { isShared, left, parsed, write } from "./kept";
import type { Places } from "./places";
import { patience } from "./send";

export type Settings = { consent: Mode; heedsSignals: boolean; idleSeconds: number; pages: boolean; places: Places; guidance: boolean };

/** What an earlier page was told; null before anything was allowed. */
export const remembered = (): Settings | null => parsed<Settings>(left("settings"));

/** Keeps them for the next page, where something may be kept. */
export function remember(settings: Settings): void {
  if (isShared()) write("settings", JSON.stringify(settings));
}

/** Asks until there is an answer; a wrong key is said once and ends it. */
export async function ask(host: string, writeKey: string, hear: (settings: Settings) => void, tries = 1): Promise<void> {
  try {
    const answer = await fetch(`${host}/v1/projects/${encodeURIComponent(writeKey)}/settings`, { credentials: "omit" });
    if (answer.ok) return hear(((await answer.json()) as { perennia: Settings }).perennia);
    if (answer.status < 500 && answer.status !== 429) return console.warn(`Perennia: no source has this write key (${answer.status}).`);
  } catch {
    // No line, or no server: again in a while.
  }
  setTimeout(() => void ask(host, writeKey, hear, tries + 1), patience(tries, Math.random()));
}
