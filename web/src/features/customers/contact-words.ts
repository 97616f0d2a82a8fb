/** Roles, topics and consent of a contact in the reader's words. */
import { t } from "@/lib/t";

export function roleWord(role: string): string {
  const words: Record<string, string> = { primary: t("primary"), billing: t("billing"), champion: t("champion"), sponsor: t("sponsor") };
  return words[role] ?? role;
}

export function topicWord(topic: string): string {
  const words: Record<string, string> = { transactional: t("Transactional"), success: t("Success"), product_news: t("Product news"), news: t("Product news"), surveys: t("Surveys") };
  return words[topic] ?? topic;
}

export function consentWord(consent: string): string {
  const words: Record<string, string> = { given: t("may write"), withdrawn: t("does not want it"), unknown: t("not asked") };
  return words[consent] ?? consent;
}
