/** Chooses among the webhook endpoints there are. */
import { use } from "react";
import { t } from "@/lib/t";
import { Pick } from "../pick";
import { FormWorld, type WidgetProps } from "../world";

export function Widget(props: WidgetProps) {
  const offers = use(FormWorld).offers["endpoints"] ?? [];
  const isGone = props.value !== undefined && props.value !== null && !offers.some(({ value }) => value === String(props.value));
  return <Pick {...props} offers={offers} wrong={props.wrong ?? (isGone ? t("This endpoint is no longer there. Choose another.") : undefined)} />;
}
