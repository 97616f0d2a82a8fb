/** Chooses among the segments there are. */
import { use } from "react";
import { Pick } from "../pick";
import { FormWorld, type WidgetProps } from "../world";

export function Widget(props: WidgetProps) {
  return <Pick {...props} offers={use(FormWorld).offers["segments"] ?? []} />;
}
