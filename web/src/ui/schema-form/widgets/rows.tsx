/** Several things of one form below each other, such as the ways out of a step: their names, conditions or shares. */
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { number } from "@/lib/format";
import { t } from "@/lib/t";
import { RemoveButton } from "@/ui/condition/condition-editor";
import classes from "../schema-form.module.css";
import { faultsWithin, type Form, type Params, row } from "../schema";
import { SchemaForm } from "../schema-form";
import type { WidgetProps } from "../world";

export function Widget({ field, value, onChange, label, help, wrong, within, disabled }: WidgetProps) {
  const list = (value as Params[] | undefined) ?? [];
  const form = field.items as Form;
  const put = (place: number, next: Params | null) => onChange(list.flatMap((one, index) => (index !== place ? [one] : next ? [next] : [])));
  return (
    <div role="group" aria-label={label}>
      <p className={classes.label}>{label}</p>
      {help && <p className={classes.help}>{help}</p>}
      <div className={classes.list}>
        {list.map((one, place) => (
          <div key={place} className={classes.box}>
            <div className={classes.rowHead}>
              <span>{typeof one["label"] === "string" && one["label"] ? one["label"] : number(place + 1)}</span>
              {!disabled && list.length > (field.minItems ?? 0) && <RemoveButton label={t("Remove")} onRemove={() => put(place, null)} />}
            </div>
            <SchemaForm form={form} value={one} onChange={(next) => put(place, next)} faults={faultsWithin(within, `[${place}]`)} disabled={disabled} />
          </div>
        ))}
      </div>
      {wrong && !within.some(({ message }) => message === wrong) && <p className={classes.wrong}>{wrong}</p>}
      {!disabled && (
        <Button mt={6} variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden="true" />} onClick={() => onChange([...list, row(form)])}>
          {t("Add one")}
        </Button>
      )}
    </div>
  );
}
