/** Draws the form of any catalogue entry from its schema; each field by the widget it names, else by its type. */
import { SegmentedControl, Select, Stack } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { use, useState } from "react";
import { t } from "@/lib/t";
import classes from "./schema-form.module.css";
import { alternative, faultAt, faultsWithin, type FieldFault, type FieldSpec, fieldsOf, type Form, type Params, withAlternative, withField } from "./schema";
import { FormWorld, type Widget } from "./world";

type Props = { form: Form; value: Params; onChange: (value: Params) => void; faults?: FieldFault[]; disabled?: boolean };

const FOUND = import.meta.glob<{ Widget: Widget }>("./widgets/*.tsx", { eager: true });
const WIDGETS: Record<string, Widget> = Object.fromEntries(Object.entries(FOUND).map(([path, module]) => [path.replace(/^.*\/|\.tsx$/g, ""), module.Widget]));

export function SchemaForm({ form, value, onChange, faults = [], disabled = false }: Props) {
  const fields = fieldsOf(form, value).filter(([, field]) => field.widget !== "steps" && !holdsSteps(field));
  const plain = fields.filter(([, field]) => !field.advanced);
  const advanced = fields.filter(([, field]) => field.advanced);
  const needed = new Set([...(form.required ?? []), ...(form.oneOf?.[alternative(form, value)]?.required ?? [])]);
  const put = (name: string, next: unknown, field: FieldSpec) => onChange(needed.has(name) && next !== undefined ? { ...value, [name]: next } : withField(value, name, next, field));
  const draw = ([name, field]: [string, FieldSpec]) => (
    <Field key={name} name={name} field={field} all={value} onChange={(next) => put(name, next, field)} faults={faults} disabled={disabled} />
  );
  return (
    <Stack gap={14}>
      {form.oneOf && form.oneOf.length > 1 && <Ways form={form} value={value} onChange={onChange} disabled={disabled} />}
      {plain.map(draw)}
      {advanced.length > 0 && <More opened={advanced.some(([name]) => faultAt(faults, name) !== undefined)}>{advanced.map(draw)}</More>}
    </Stack>
  );
}

/** Steps are drawn on the canvas; what else belongs to a way (its name, its condition, its share) is drawn here. */
function holdsSteps({ items }: FieldSpec): boolean {
  return items !== undefined && "properties" in items && Object.keys(items.properties ?? {}).every((name) => items.properties?.[name]?.widget === "steps");
}

function Ways({ form, value, onChange, disabled }: Required<Pick<Props, "form" | "value" | "onChange" | "disabled">>) {
  const ways = form.oneOf ?? [];
  const chosen = String(alternative(form, value));
  const data = ways.map(({ title = "" }, index) => ({ value: String(index), label: title }));
  const choose = (next: string | null) => next !== null && next !== chosen && onChange(withAlternative(form, value, Number(next)));
  if (ways.length === 2) return <SegmentedControl aria-label={t("Which kind")} data={data} value={chosen} onChange={choose} disabled={disabled} fullWidth />;
  return <Select aria-label={t("Which kind")} data={data} value={chosen} onChange={choose} allowDeselect={false} disabled={disabled} />;
}

function More({ opened, children }: { opened: boolean; children: React.ReactNode }) {
  const [open, setOpen] = useState(false);
  const shown = open || opened;
  return (
    <div>
      <button type="button" className={classes.more} aria-expanded={shown} onClick={() => setOpen(!open)}>
        {shown ? <IconChevronDown size={14} aria-hidden="true" /> : <IconChevronRight size={14} aria-hidden="true" />} {t("More settings")}
      </button>
      {shown && (
        <Stack gap={14} mt={10}>
          {children}
        </Stack>
      )}
    </div>
  );
}

type FieldProps = { name: string; field: FieldSpec; all: Params; onChange: (value: unknown) => void; faults: FieldFault[]; disabled: boolean };

function Field({ name, field, all, onChange, faults, disabled }: FieldProps) {
  const { widgets } = use(FormWorld);
  const Drawn = (field.widget && (widgets[field.widget] ?? WIDGETS[field.widget])) || WIDGETS[byType(field)];
  if (!Drawn) return null;
  const value = name in all ? all[name] : field.default;
  return <Drawn name={name} field={field} value={value} onChange={onChange} all={all} label={field.title ?? name.replaceAll("_", " ")} help={field.description} wrong={faultAt(faults, name)} within={faultsWithin(faults, name)} disabled={disabled} />;
}

function byType(field: FieldSpec): string {
  if (field.choices) return "choice";
  if (field.types) return "value";
  if (field.format === "duration") return "duration";
  if (field.type === "boolean") return "flag";
  if (field.type === "integer" || field.type === "number") return "number";
  if (field.type === "object") return "pairs";
  if (field.type !== "array") return "line";
  const items = field.items;
  if (items && "properties" in items) return "rows";
  return items && "choices" in items && items.choices ? "choices" : "texts";
}
