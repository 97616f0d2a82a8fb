/** Chooses among the contact roles there are; what is about a contact goes to nobody else, so there is nothing to choose. */
import { use } from "react";
import { Pick } from "../pick";
import { FormWorld, type WidgetProps } from "../world";

export function Widget(props: WidgetProps) {
  const { offers, subject } = use(FormWorld);
  if (subject === "contact") return null;
  return <Pick {...props} offers={offers["contact_roles"] ?? []} />;
}
