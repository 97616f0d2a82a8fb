/** States, kinds and deeds of events in the reader's words. */
import type { Event } from "@/lib/shapes";
import { t } from "@/lib/t";
import type { Tone } from "@/ui/chips";

export function stateWord(state: string): { word: string; tone: Tone } {
  const words: Record<string, { word: string; tone: Tone }> = {
    waiting: { word: t("Waits"), tone: "quiet" },
    matched: { word: t("Acted"), tone: "good" },
    no_match: { word: t("Noted"), tone: "quiet" },
    failed: { word: t("Failed"), tone: "bad" },
    parked: { word: t("Set aside"), tone: "warn" },
    duplicate: { word: t("Seen before"), tone: "quiet" },
    rejected: { word: t("Rejected"), tone: "bad" },
  };
  return words[state] ?? { word: state, tone: "quiet" };
}

/** What the state means, as a sentence. */
export function stateSentence(state: string): string {
  const sentences: Record<string, string> = {
    waiting: t("It is stored and waits for its turn, mostly less than a second."),
    matched: t("Workflows acted on it."),
    no_match: t("The record knows it now; no workflow had to act."),
    failed: t("A workflow failed on it; the log below says why."),
    parked: t("This customer's events are set aside, in order, until somebody resumes them."),
    duplicate: t("The same message had come before; it was counted once."),
    rejected: t("It was not taken in. The sender was told why; nothing else of its batch was touched."),
  };
  return sentences[state] ?? "";
}

export function kindWord(kind: string): string {
  const words: Record<string, string> = {
    track: t("tracked"),
    identify: t("identify"),
    page: t("page view"),
    screen: t("screen view"),
    group: t("group"),
    alias: t("alias"),
    clock: t("the clock"),
    derived: t("derived"),
    person: t("by a person"),
    report: t("delivery report"),
  };
  return words[kind] ?? kind;
}

/** "3 things: tag, e-mail, points" in the list; the drawer has the sentences. */
export function didShort({ did }: Event): string {
  return did.map(({ text }) => text).join(" · ");
}
