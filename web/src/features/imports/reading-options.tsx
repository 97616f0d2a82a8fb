/** How dates and numbers are written in the file, and what all its events are called. */
import { Checkbox, TextInput } from "@mantine/core";
import type { ImportDetail, ImportMapping } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import classes from "./imports.module.css";

type Props = { one: ImportDetail; mapping: ImportMapping; onChange: (changed: Partial<ImportMapping>) => void };

export function ReadingOptions({ one, mapping, onChange }: Props) {
  const namesEvents = mapping.columns.some(({ to }) => to === "event");
  return (
    <Panel title={t("Dates and numbers")}>
      <div className={classes.options}>
        <Checkbox label={t("03/04/2026 is the 3rd of April")} checked={mapping.is_day_first ?? false} onChange={(event) => onChange({ is_day_first: event.currentTarget.checked })} />
        <Checkbox label={t("1.234,50 is a thousand and some")} checked={mapping.has_decimal_comma ?? false} onChange={(event) => onChange({ has_decimal_comma: event.currentTarget.checked })} />
        <TextInput label={t("Zone of times that name none")} value={mapping.zone ?? ""} maxLength={64} onChange={(event) => onChange({ zone: event.currentTarget.value })} />
        {one.kind === "events" && !namesEvents && (
          <TextInput label={t("All rows are this event")} value={mapping.event ?? ""} placeholder={t("Order Placed")} maxLength={200} onChange={(event) => onChange({ event: event.currentTarget.value })} />
        )}
      </div>
    </Panel>
  );
}
