/** A day. */
import { TextInput } from "@mantine/core";
import type { WidgetProps } from "../world";

export function Widget({ value, onChange, label, help, wrong, disabled }: WidgetProps) {
  return <TextInput type="date" label={label} description={help} error={wrong} disabled={disabled} value={typeof value === "string" ? value : ""} onChange={(event) => onChange(event.currentTarget.value || undefined)} inputWrapperOrder={["label", "input", "error", "description"]} />;
}
