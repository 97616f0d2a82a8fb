/** One line of text. */
import { TextInput } from "@mantine/core";
import type { WidgetProps } from "../world";

export function Widget({ field, value, onChange, label, help, wrong, disabled }: WidgetProps) {
  return <TextInput label={label} description={help} error={wrong} disabled={disabled} value={typeof value === "string" ? value : ""} maxLength={field.maxLength} onChange={(event) => onChange(event.currentTarget.value)} inputWrapperOrder={["label", "input", "error", "description"]} />;
}
