/** The few colours stages and tags may have, in words. */
import { t } from "@/lib/t";
import type { Tone } from "@/ui/chips";

export function tones(): { value: Tone; label: string }[] {
  return [
    { value: "quiet", label: t("Stone") },
    { value: "good", label: t("Fern") },
    { value: "info", label: t("Sky") },
    { value: "warn", label: t("Amber") },
    { value: "bad", label: t("Red") },
    { value: "plum", label: t("Plum") },
  ];
}
