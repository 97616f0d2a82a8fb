/** Kinds of rows: their words, glyphs and tints. */
import { IconAlertTriangle, IconCalendarEvent, IconCheckbox, IconCreditCard, IconMailOff, IconMailQuestion, IconMoonStars, IconPlayerPause, IconSeeding } from "@tabler/icons-react";
import type { TodayRow } from "@/lib/shapes";
import { t } from "@/lib/t";
import classes from "./today.module.css";

const GLYPHS = { task: IconCheckbox, unknown: IconMailQuestion, parked: IconPlayerPause, payment: IconCreditCard, quiet: IconMoonStars, new: IconSeeding, unwritten: IconMailOff, session: IconCalendarEvent } as const;
const TINTS = { task: "plain", unknown: "bad", parked: "bad", payment: "warn", quiet: "info", new: "good", unwritten: "plain", session: "info" } as const;

export function kindWord(kind: string): string {
  const words: Record<string, string> = {
    task: t("Tasks"),
    unknown: t("Did it arrive?"),
    parked: t("Events waiting"),
    payment: t("Payments"),
    quiet: t("Gone quiet"),
    new: t("New customers"),
    unwritten: t("No address"),
    session: t("Sessions"),
  };
  return words[kind] ?? kind;
}

export function KindGlyph({ row }: { row: TodayRow }) {
  const late = row.kind === "task" && row.when === "now";
  const Glyph = late ? IconAlertTriangle : GLYPHS[row.kind];
  return (
    <span className={classes.glyph} data-tint={late ? "warn" : TINTS[row.kind]} aria-hidden="true">
      <Glyph size={15} />
    </span>
  );
}
