/** A field that holds a moment: of the customer, the contact or the event; any other may be written. */
import { use } from "react";
import { Pick } from "../pick";
import { FormWorld, type WidgetProps } from "../world";

export function Widget(props: WidgetProps) {
  const moments = use(FormWorld).fields.filter(({ shape }) => shape === "moment");
  return <Pick {...props} offers={moments.map(({ field, label }) => ({ value: field, label }))} free />;
}
