/** A role, with what it is for. */
import { Select } from "@mantine/core";
import { t } from "@/lib/t";
import { roleName } from "./role-name";

export const ROLES = ["cs_staff", "head_of_cs", "cs_ops", "technical_staff", "viewer", "administrator"];

export function RoleSelect({ value, onChange, error }: { value: string; onChange: (role: string) => void; error?: string | undefined }) {
  return <Select label={t("Role")} data={ROLES.map((role) => ({ value: role, label: roleName(role) }))} value={value} onChange={(next) => next && onChange(next)} allowDeselect={false} description={about(value)} error={error} />;
}

function about(role: string): string {
  const words: Record<string, string> = {
    cs_staff: t("Works with customers: sees all, changes those they or their group own."),
    head_of_cs: t("Sees and changes all customers, switches workflows, stops sending."),
    cs_ops: t("Looks after workflows, texts, event names and how messages leave."),
    technical_staff: t("Sees customers and their own tasks; nothing of revenue."),
    viewer: t("Sees, and changes nothing."),
    administrator: t("May do everything: team, sign-in, keys, organisation."),
  };
  return words[role] ?? "";
}
