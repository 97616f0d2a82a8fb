/** Names with a number each, such as the minutes of features that differ. */
import { Button, NumberInput, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { t } from "@/lib/t";
import { RemoveButton } from "@/ui/condition/condition-editor";
import classes from "../schema-form.module.css";
import type { WidgetProps } from "../world";

export function Widget({ value, onChange, label, help, wrong, disabled }: WidgetProps) {
  const pairs = Object.entries((value ?? {}) as Record<string, unknown>);
  const put = (place: number, pair: [string, unknown] | null) => onChange(Object.fromEntries(pairs.flatMap((one, index) => (index !== place ? [one] : pair ? [pair] : []))));
  return (
    <div role="group" aria-label={label}>
      <p className={classes.label}>{label}</p>
      {help && <p className={classes.help}>{help}</p>}
      <div className={classes.list}>
        {pairs.map(([name, many], place) => (
          <div key={place} className={classes.pair}>
            <TextInput aria-label={t("Name")} value={name} disabled={disabled} onChange={(event) => put(place, [event.currentTarget.value, many])} />
            <NumberInput aria-label={t("Value")} value={typeof many === "number" ? many : ""} disabled={disabled} hideControls onChange={(next) => put(place, [name, Number(next)])} />
            {!disabled && <RemoveButton label={t("Remove")} onRemove={() => put(place, null)} />}
          </div>
        ))}
      </div>
      {wrong && <p className={classes.wrong}>{wrong}</p>}
      {!disabled && !pairs.some(([name]) => name === "") && (
        <Button mt={6} variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden="true" />} onClick={() => onChange({ ...Object.fromEntries(pairs), "": 1 })}>
          {t("Add one")}
        </Button>
      )}
    </div>
  );
}
