/** Chooses among the kinds of sessions that can be booked. */
import { use } from "react";
import { t } from "@/lib/t";
import { Pick } from "../pick";
import { FormWorld, type WidgetProps } from "../world";

export function Widget(props: WidgetProps) {
  const offers = use(FormWorld).offers["sessions"] ?? [];
  const isGone = typeof props.value === "string" && props.value !== "" && !offers.some(({ value }) => value === props.value);
  return <Pick {...props} offers={offers} wrong={props.wrong ?? (isGone ? t("This kind of session cannot be booked. Choose another.") : undefined)} />;
}
