/** Outcomes, states and numbers of workflows in the reader's words, each with its tone. */
import { t } from "@/lib/t";
import type { Tone } from "@/ui/chips";

export function outcomeWord(outcome: string): { word: string; tone: Tone } {
  const words: Record<string, { word: string; tone: Tone }> = {
    entered: { word: t("Entered"), tone: "info" },
    not_entered: { word: t("Did not enter"), tone: "quiet" },
    moved: { word: t("Went on"), tone: "quiet" },
    done: { word: t("Done"), tone: "good" },
    sent: { word: t("Sent"), tone: "good" },
    waiting: { word: t("Waits"), tone: "quiet" },
    skipped: { word: t("Skipped"), tone: "quiet" },
    held: { word: t("Held"), tone: "warn" },
    left: { word: t("Left"), tone: "plum" },
    failed: { word: t("Failed"), tone: "bad" },
  };
  return words[outcome] ?? { word: outcome, tone: "quiet" };
}

export function enrolmentWord(state: string): { word: string; tone: Tone } {
  const words: Record<string, { word: string; tone: Tone }> = {
    active: { word: t("Active|enrolment"), tone: "info" },
    waiting: { word: t("Waits"), tone: "quiet" },
    done: { word: t("Done"), tone: "good" },
    left: { word: t("Left"), tone: "plum" },
    stopped: { word: t("Stopped"), tone: "quiet" },
    failed: { word: t("Failed"), tone: "bad" },
  };
  return words[state] ?? { word: state, tone: "quiet" };
}

export function numberWord(key: string): string {
  const words: Record<string, string> = {
    entered: t("entered"),
    active: t("active now"),
    waiting: t("waiting"),
    done: t("done"),
    sent: t("sent"),
    held: t("held"),
    failed: t("failed"),
    skipped: t("skipped"),
    opened: t("opened"),
    clicked: t("clicked"),
    reached: t("reached"),
    left: t("left"),
  };
  return words[key] ?? key.replaceAll("_", " ");
}
