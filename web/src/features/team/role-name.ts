/** The roles in the reader's words. */
import { t } from "@/lib/t";

export function roleName(role: string): string {
  const names: Record<string, string> = {
    administrator: t("Administrator"),
    head_of_cs: t("Head of CS"),
    cs_ops: t("CS Ops"),
    cs_staff: t("Customer success"),
    technical_staff: t("Technical staff"),
    viewer: t("Viewer"),
  };
  return names[role] ?? role;
}
