/** A field of whom the workflow is about, named without saying of whom; any other may be written. */
import { use } from "react";
import { Pick } from "../pick";
import { FormWorld, type WidgetProps } from "../world";

export function Widget(props: WidgetProps) {
  const { fields, subject } = use(FormWorld);
  const own = fields.filter(({ field }) => field.startsWith(`${subject}.`));
  return <Pick {...props} offers={own.map(({ field, label }) => ({ value: field.slice(subject.length + 1), label }))} free />;
}
