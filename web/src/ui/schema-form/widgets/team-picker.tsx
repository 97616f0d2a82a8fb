/** Whom of the team: the owner, a role, a place of theirs, one member, everybody. */
import { use } from "react";
import { t } from "@/lib/t";
import { Pick } from "../pick";
import { FormWorld, type WidgetProps } from "../world";

export function Widget(props: WidgetProps) {
  const { offers } = use(FormWorld);
  const takes = (value: string) => !props.field.pattern || new RegExp(props.field.pattern).test(value);
  const known = [
    { value: "owner", label: t("The owner") },
    { value: "named", label: t("Whom they name, else the owner") },
    { value: "everybody", label: t("Everybody") },
    ...(offers["roles"] ?? []).map(({ value, label }) => ({ value: `role:${value}`, label: t("Role: {name}", { name: label }) })),
    ...(offers["places"] ?? []),
    ...(offers["members"] ?? []).map(({ value, label }) => ({ value: `member:${value}`, label })),
  ];
  return <Pick {...props} offers={known.filter(({ value }) => takes(value))} />;
}
