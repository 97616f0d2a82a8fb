/** One column: its name and samples at the left, what it becomes at the right. */
import { NativeSelect, TextInput } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import type { ImportDetail, ImportMapping } from "@/lib/shapes";
import { t } from "@/lib/t";
import classes from "./imports.module.css";

type One = ImportMapping["columns"][number];
type Props = { one: ImportDetail; column: ImportDetail["columns"][number]; place: number; mapping: ImportMapping; onChange: (to: Partial<One>) => void };

const OWN = "trait";

export function ColumnRow({ one, column, place, mapping, onChange }: Props) {
  const chosen = mapping.columns.find((each) => each.column === place);
  const taken = new Set(mapping.columns.filter((each) => each.column !== place && each.to !== OWN).map(({ to }) => to));
  const heading = column.name || t("Column {n}", { n: place + 1 });
  const pick = (to: string) => onChange(to === OWN ? { to, name: chosen?.name || column.name } : { to });
  return (
    <li className={classes.column}>
      <div className={classes.said}>
        <span className="strong cut" title={heading}>
          {heading}
        </span>
        <span className="quiet small cut" title={column.samples.join(" · ")}>
          {column.samples.length > 0 ? column.samples.join(" · ") : t("empty in the first rows")}
        </span>
      </div>
      <span className={classes.arrow}>
        <IconArrowRight size={16} aria-hidden="true" />
      </span>
      <div className={classes.choice}>
        <NativeSelect aria-label={t("{column} is", { column: heading })} value={chosen?.to ?? ""} onChange={(event) => pick(event.currentTarget.value)}>
          <option value="">{t("Leave it out")}</option>
          <Fields of={one.fields.filter(({ type }) => type !== "own" && type !== "stage")} taken={taken} />
          <Group label={t("Your fields")} of={one.fields.filter(({ type }) => type === "own")} taken={taken} />
          <Group label={t("Stages")} of={one.fields.filter(({ type }) => type === "stage")} taken={taken} />
          <option value={OWN}>{one.kind === "events" ? t("A property of the event") : t("A new field, by name")}</option>
        </NativeSelect>
        {chosen?.to === OWN && (
          <div className={classes.own}>
            <TextInput aria-label={t("Name of the field from {column}", { column: heading })} value={chosen.name ?? ""} maxLength={200} onChange={(event) => onChange({ name: event.currentTarget.value })} />
            <NativeSelect aria-label={t("{column} holds", { column: heading })} value={chosen.type ?? "text"} onChange={(event) => onChange({ type: event.currentTarget.value as NonNullable<One["type"]> })}>
              <option value="text">{t("Text")}</option>
              <option value="number">{t("Number")}</option>
              <option value="moment">{t("Date or time")}</option>
              <option value="yes_no">{t("Yes or no")}</option>
            </NativeSelect>
          </div>
        )}
      </div>
    </li>
  );
}

type FieldsProps = { of: ImportDetail["fields"]; taken: ReadonlySet<string> };

function Fields({ of, taken }: FieldsProps) {
  return of.map(({ key, label }) => (
    <option key={key} value={key} disabled={taken.has(key)}>
      {label}
    </option>
  ));
}

function Group({ label, ...rest }: FieldsProps & { label: string }) {
  if (rest.of.length === 0) return null;
  return (
    <optgroup label={label}>
      <Fields {...rest} />
    </optgroup>
  );
}
