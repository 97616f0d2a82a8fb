/** Yes or no. */
import { Switch } from "@mantine/core";
import type { WidgetProps } from "../world";

export function Widget({ value, onChange, label, help, wrong, disabled }: WidgetProps) {
  return <Switch label={label} description={help} error={wrong} disabled={disabled} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
}
