/** An import's kinds and states in words, with the tone each is shown in. */
import { t } from "@/lib/t";
import type { Tone } from "@/ui/chips";
import type { Kind } from "./use-imports";

export function kindWord(kind: string): string {
  const words: Record<Kind, string> = { customers: t("Customers"), contacts: t("Contacts"), events: t("Events") };
  return words[kind as Kind] ?? kind;
}

export function stateWord(state: string): { text: string; tone: Tone } {
  const words: Record<string, { text: string; tone: Tone }> = {
    uploaded: { text: t("Waits for its columns"), tone: "warn" },
    checking: { text: t("Being checked"), tone: "info" },
    checked: { text: t("Ready to start"), tone: "warn" },
    running: { text: t("Coming in"), tone: "info" },
    settling: { text: t("Being worked"), tone: "info" },
    done: { text: t("Done"), tone: "good" },
    cancelled: { text: t("Cancelled"), tone: "quiet" },
    failed: { text: t("Failed"), tone: "bad" },
    undoing: { text: t("Being taken back"), tone: "info" },
    undone: { text: t("Taken back"), tone: "quiet" },
  };
  return words[state] ?? { text: state, tone: "quiet" };
}

export function megabytes(size: number): string {
  return size < 1_000_000 ? t("{n} kB", { n: Math.max(1, Math.round(size / 1000)) }) : t("{n} MB", { n: Math.round(size / 100_000) / 10 });
}
