/** Several things that may happen, any of which counts. */
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { t } from "@/lib/t";
import { RemoveButton } from "@/ui/condition/condition-editor";
import classes from "../schema-form.module.css";
import { faultAt, faultsWithin, type Params } from "../schema";
import { TriggerField } from "../trigger-field";
import type { WidgetProps } from "../world";

export function Widget({ value, onChange, label, help, wrong, within, disabled }: WidgetProps) {
  const list = (value as Params[] | undefined) ?? [];
  const put = (place: number, next: Params | null) => onChange(list.flatMap((one, index) => (index !== place ? [one] : next ? [next] : [])));
  return (
    <div role="group" aria-label={label}>
      <p className={classes.label}>{label}</p>
      {help && <p className={classes.help}>{help}</p>}
      <div className={classes.list}>
        {list.map((one, place) => (
          <div key={place} className={classes.box}>
            <div className={classes.rowHead}>
              <span className="quiet small num">{place + 1}</span>
              {!disabled && <RemoveButton label={t("Remove")} onRemove={() => put(place, null)} />}
            </div>
            <TriggerField value={one} onChange={(next) => put(place, next)} label={t("When this happens")} wrong={faultAt(within, `[${place}]`)} faults={faultsWithin(within, `[${place}]`)} disabled={disabled} />
          </div>
        ))}
      </div>
      {wrong && <p className={classes.wrong}>{wrong}</p>}
      {!disabled && (
        <Button mt={6} variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden="true" />} onClick={() => onChange([...list, {}])}>
          {t("Add one")}
        </Button>
      )}
    </div>
  );
}
