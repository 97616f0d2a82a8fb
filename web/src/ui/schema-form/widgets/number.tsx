/** A number within its bounds; emptied it goes back to its default, or is missing. */
import { NumberInput } from "@mantine/core";
import type { WidgetProps } from "../world";

export function Widget({ field, value, onChange, label, help, wrong, disabled }: WidgetProps) {
  return <NumberInput label={label} description={help} error={wrong} disabled={disabled} value={typeof value === "number" ? value : ""} min={field.minimum} max={field.maximum} allowDecimal={field.type !== "integer"} clampBehavior="none" hideControls onChange={(next) => onChange(next === "" ? (field.nullable ? null : undefined) : Number(next))} inputWrapperOrder={["label", "input", "error", "description"]} />;
}
