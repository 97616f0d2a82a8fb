/** Something that happens: which, and its own form below. */
import type { Params } from "../schema";
import { TriggerField } from "../trigger-field";
import type { WidgetProps } from "../world";

export function Widget({ value, onChange, label, help, wrong, within, disabled }: WidgetProps) {
  return <TriggerField value={(value as Params | undefined) ?? {}} onChange={onChange} label={label} help={help} wrong={within.length === 0 ? wrong : undefined} faults={within} disabled={disabled} />;
}
