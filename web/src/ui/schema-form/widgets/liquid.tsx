/** Words with values in them, in as many lines as they take. */
import { Textarea } from "@mantine/core";
import type { WidgetProps } from "../world";

export function Widget({ field, value, onChange, label, help, wrong, disabled }: WidgetProps) {
  const long = (field.maxLength ?? 0) > 300;
  return <Textarea label={label} description={help} error={wrong} disabled={disabled} value={typeof value === "string" ? value : ""} maxLength={field.maxLength} autosize minRows={long ? 3 : 1} maxRows={12} onChange={(event) => onChange(event.currentTarget.value)} inputWrapperOrder={["label", "input", "error", "description"]} />;
}
