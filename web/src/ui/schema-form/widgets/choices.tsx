/** Several of a few values. */
import { MultiSelect } from "@mantine/core";
import type { FieldSpec } from "../schema";
import type { WidgetProps } from "../world";

export function Widget({ field, value, onChange, label, help, wrong, disabled }: WidgetProps) {
  const offered = (field.items as FieldSpec | undefined)?.choices ?? [];
  return <MultiSelect label={label} description={help} error={wrong} disabled={disabled} data={offered.map((one) => ({ value: String(one.value), label: one.label }))} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} inputWrapperOrder={["label", "input", "error", "description"]} />;
}
