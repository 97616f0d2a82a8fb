/** How a subscription stands, in the reader's words. */
import { t } from "@/lib/t";

export function subscriptionWord(status: string): string {
  const words: Record<string, string> = { active: t("subscription active"), cancelled: t("subscription cancelled"), trialing: t("on trial"), past_due: t("payment overdue") };
  return words[status] ?? status.replaceAll("_", " ");
}
