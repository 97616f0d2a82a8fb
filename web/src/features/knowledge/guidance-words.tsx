/** Kinds and states of guidance in words, with their glyphs. */
import { IconChecklist, IconHelpCircle, IconMessage2Pin, IconSpeakerphone } from "@tabler/icons-react";
import type { Guidance } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip, type Tone } from "@/ui/chips";
import type { Kind } from "./use-guidance";

const GLYPHS = { help: IconHelpCircle, checklist: IconChecklist, tip: IconMessage2Pin, announcement: IconSpeakerphone };
export const KINDS: readonly Kind[] = ["announcement", "checklist", "tip", "help"];

export function KindGlyph({ kind, size = 16 }: { kind: Kind; size?: number }) {
  const Glyph = GLYPHS[kind];
  return <Glyph size={size} aria-hidden="true" />;
}

export function kindName(kind: Kind): string {
  return { help: t("Help article"), checklist: t("Checklist"), tip: t("Tip or tour"), announcement: t("Announcement") }[kind];
}

export function kindAbout(kind: Kind): string {
  return {
    help: t("Stands in the help panel on the pages it belongs to."),
    checklist: t("A few things to do, ticked by themselves, until all are done."),
    tip: t("Points at something on a page; several make a short tour."),
    announcement: t("A banner, a card in the corner, or a dialog; once a person."),
  }[kind];
}

export function newName(kind: Kind): string {
  return { help: t("New help article"), checklist: t("New checklist"), tip: t("New tip"), announcement: t("New announcement") }[kind];
}

export function phaseName(phase: Guidance["phase"]): string {
  return { draft: t("Draft|guidance"), scheduled: t("Scheduled"), live: t("Live|guidance"), paused: t("Paused|guidance"), ended: t("Ended|guidance") }[phase];
}

const TONES: Record<Guidance["phase"], Tone> = { draft: "quiet", scheduled: "info", live: "good", paused: "warn", ended: "quiet" };

export function PhaseChip({ phase }: { phase: Guidance["phase"] }) {
  return <StateChip tone={TONES[phase]}>{phaseName(phase)}</StateChip>;
}
