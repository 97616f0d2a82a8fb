/** One of a few values. */
import { Select } from "@mantine/core";
import type { WidgetProps } from "../world";

export function Widget({ field, value, onChange, label, help, wrong, disabled }: WidgetProps) {
  const data = (field.choices ?? []).map((one) => ({ value: String(one.value), label: one.label }));
  const choose = (next: string | null) => onChange(field.choices?.find((one) => String(one.value) === next)?.value);
  return <Select label={label} description={help} error={wrong} disabled={disabled} data={data} value={value === undefined || value === null ? null : String(value)} onChange={choose} allowDeselect={field.nullable === true} inputWrapperOrder={["label", "input", "error", "description"]} />;
}
