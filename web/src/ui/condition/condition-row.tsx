/** One row of a condition: which field, how it is compared, and with what. */
import { Select } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { t } from "@/lib/t";
import { type AskedField, operatorOf, type Row, withField, withOperator } from "./condition";
import classes from "./condition.module.css";
import { ValueField } from "./value-field";

type Props = { row: Row; fields: AskedField[]; onChange: (row: Row) => void; onRemove: () => void };
const SHOWN = 80;

export function ConditionRow({ row, fields, onChange, onRemove }: Props) {
  const field = fields.find((one) => one.field === row.field);
  const operator = operatorOf(row, fields);
  return (
    <div className={classes.row}>
      <button type="button" className={classes.not} aria-pressed={row.not} onClick={() => onChange({ ...row, not: !row.not })} title={t("Turn this condition around")}>
        {t("not|turns a condition around")}
      </button>
      <Select
        className={classes.field ?? ""}
        aria-label={t("Field")}
        placeholder={t("Choose a field")}
        searchable
        limit={SHOWN}
        nothingFoundMessage={t("No field matches.")}
        data={grouped(fields, row.field)}
        value={row.field || null}
        onChange={(chosen) => {
          const found = fields.find((one) => one.field === chosen);
          if (found) onChange(withField(row, found));
        }}
        allowDeselect={false}
        comboboxProps={{ width: 300, position: "bottom-start" }}
      />
      {field && (
        <Select
          className={classes.op ?? ""}
          aria-label={t("Comparison")}
          data={field.operators.map((one) => ({ value: one.op, label: words(one.before, one.after) }))}
          value={row.op}
          onChange={(op) => {
            const found = field.operators.find((one) => one.op === op);
            if (found) onChange(withOperator(row, found));
          }}
          allowDeselect={false}
          comboboxProps={{ width: 240, position: "bottom-start" }}
        />
      )}
      {field && operator && operator.widget !== "none" && <ValueField field={field} operator={operator} value={row.value} onChange={(value) => onChange({ ...row, value })} />}
      <button type="button" className={classes.remove} onClick={onRemove} aria-label={t("Remove the condition")} title={t("Remove the condition")}>
        <IconX size={15} aria-hidden="true" />
      </button>
    </div>
  );
}

/** "is within the last … days": the value stands between. */
function words(before: string, after: string): string {
  return after ? `${before} … ${after}` : before;
}

function grouped(fields: AskedField[], current: string): { group: string; items: { value: string; label: string }[] }[] {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const { field, label, group } of fields) groups.set(group, [...(groups.get(group) ?? []), { value: field, label }]);
  // A field that nobody has any more still stands in conditions that name it.
  if (current && !fields.some(({ field }) => field === current)) groups.set(t("Not seen lately"), [{ value: current, label: current }]);
  return [...groups].map(([group, items]) => ({ group, items }));
}
