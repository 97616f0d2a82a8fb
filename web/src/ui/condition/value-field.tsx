/** What a field is compared with, entered by the widget that fits. */
import { Autocomplete, MultiSelect, NumberInput, Select, TagsInput, TextInput } from "@mantine/core";
import { t } from "@/lib/t";
import type { AskedField, Operator } from "./condition";
import classes from "./condition.module.css";

type Props = { field: AskedField; operator: Operator; value: unknown; onChange: (value: unknown) => void };

const LONGEST_AGO = 36_500;

export function ValueField({ field, operator, value, onChange }: Props) {
  const name = t("Value");
  const behind = operator.after && <span className={classes.after}>{operator.after}</span>;
  const list = (value as string[] | undefined) ?? [];
  const text = typeof value === "string" ? value : "";
  switch (operator.widget) {
    case "number":
      return <NumberInput className={classes.value ?? ""} aria-label={name} value={number(value)} onChange={(next) => onChange(next === "" ? undefined : Number(next))} hideControls />;
    case "days":
      return (
        <span className={classes.days}>
          <NumberInput aria-label={t("Days")} value={number(value)} onChange={(next) => onChange(next === "" ? undefined : Number(next))} min={0} max={LONGEST_AGO} allowDecimal={false} clampBehavior="strict" w={84} />
          {behind}
        </span>
      );
    case "moment":
      return <TextInput className={classes.value ?? ""} type="date" aria-label={t("Day")} value={text.slice(0, 10)} onChange={(event) => onChange(event.currentTarget.value || undefined)} />;
    case "texts":
      return <TagsInput className={classes.value ?? ""} aria-label={name} placeholder={list.length ? "" : t("Several, each with Enter")} data={field.choices} value={list} onChange={onChange} maxTags={200} acceptValueOnBlur />;
    case "choice":
      return <Select className={classes.value ?? ""} aria-label={name} data={known(field.choices, text).map((choice) => ({ value: choice, label: field.called?.[choice] ?? choice }))} value={text || null} onChange={(next) => onChange(next ?? undefined)} searchable allowDeselect={false} />;
    case "choices":
      return <MultiSelect className={classes.value ?? ""} aria-label={name} data={field.choices.map((choice) => ({ value: choice, label: field.called?.[choice] ?? choice }))} value={list} onChange={onChange} searchable />;
    case "flag":
      return (
        <Select
          className={classes.value ?? ""}
          aria-label={name}
          data={[
            { value: "yes", label: t("yes") },
            { value: "no", label: t("no") },
          ]}
          value={value === false ? "no" : "yes"}
          onChange={(next) => onChange(next === "yes")}
          allowDeselect={false}
        />
      );
    default:
      return <Autocomplete className={classes.value ?? ""} aria-label={name} data={field.choices} value={text} onChange={(next) => onChange(next || undefined)} maxLength={1000} limit={20} />;
  }
}

function number(value: unknown): number | "" {
  return typeof value === "number" ? value : "";
}

function known(choices: string[], value: string): string[] {
  return value && !choices.includes(value) ? [...choices, value] : choices;
}
