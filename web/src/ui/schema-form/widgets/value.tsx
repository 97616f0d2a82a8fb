/** A text, a number or yes and no, as it is written. */
import { TextInput } from "@mantine/core";
import type { WidgetProps } from "../world";

export function Widget({ field, value, onChange, label, help, wrong, disabled }: WidgetProps) {
  const types = field.types ?? [];
  const read = (text: string): unknown => {
    if (text === "") return field.nullable ? null : "";
    if ((types.includes("number") || types.includes("integer")) && /^-?\d{1,15}(\.\d+)?$/.test(text)) return Number(text);
    if (types.includes("boolean") && (text === "true" || text === "false")) return text === "true";
    return text;
  };
  return <TextInput label={label} description={help} error={wrong} disabled={disabled} value={value === undefined || value === null ? "" : String(value)} onChange={(event) => onChange(read(event.currentTarget.value))} inputWrapperOrder={["label", "input", "error", "description"]} />;
}
