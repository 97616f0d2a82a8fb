/** The parts rules are made of: fields that hold a path and take one from the sample, and lists of them. */
import { ActionIcon, Autocomplete, NativeSelect, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { createContext, use } from "react";
import type { MappingField, MappingRule } from "@/lib/shapes";
import { t } from "@/lib/t";
import classes from "./integrations.module.css";

export type Pick = (path: string) => void;
export type Fault = { field: string; message: string };
/** Says which field takes the next path: the one that had the focus last. */
export const Picking = createContext<(pick: Pick) => void>(() => undefined);

export const EMPTY_RULE: MappingRule = { when: [], is_passed: false, event: "", event_path: "", user: "", group: "", email: "", name: "", time: "", id: "", properties: [], traits: [], group_traits: [] };

export function wrongAt(faults: Fault[], field: string): string | undefined {
  return faults.find((one) => one.field === field)?.message;
}

type PathProps = { label: string; hidden?: boolean; help?: string; value: string; onChange: (path: string) => void; error: string | undefined };

export function PathInput({ label, hidden = false, help, value, onChange, error }: PathProps) {
  const aim = use(Picking);
  const named = hidden ? { "aria-label": label } : { label, description: help };
  return (
    <TextInput
      {...named}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      onFocus={() => aim(onChange)}
      placeholder={hidden ? label : ""}
      spellCheck={false}
      autoComplete="off"
      maxLength={300}
      error={error}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: "0.75rem" } }}
    />
  );
}

export function EventInput({ value, events, onChange, error }: { value: string; events: string[]; onChange: (name: string) => void; error: string | undefined }) {
  return <Autocomplete label={t("Event")} data={events} value={value} onChange={onChange} maxLength={200} maxDropdownHeight={240} error={error} />;
}

export function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick} size={30}>
      <IconX size={15} aria-hidden="true" />
    </ActionIcon>
  );
}

type Test = MappingRule["when"] extends (infer One)[] | undefined ? One : never;

export function TestLine({ test, at, faults, onChange, onRemove }: { test: Test; at: string; faults: Fault[]; onChange: (next: Test) => void; onRemove: () => void }) {
  const ops = [
    { value: "is", label: t("is|condition") },
    { value: "is_not", label: t("is not|condition") },
    { value: "is_present", label: t("is there") },
    { value: "is_missing", label: t("is missing") },
  ];
  return (
    <div className={classes.test}>
      <PathInput hidden label={t("Path")} value={test.path} onChange={(path) => onChange({ ...test, path })} error={wrongAt(faults, `${at}.path`)} />
      <NativeSelect aria-label={t("Compared how")} data={ops} value={test.op} onChange={({ currentTarget }) => onChange({ ...test, op: currentTarget.value as Test["op"] })} />
      {test.op === "is" || test.op === "is_not" ? <TextInput aria-label={t("Value")} placeholder={t("Value")} value={test.value} onChange={({ currentTarget }) => onChange({ ...test, value: currentTarget.value })} maxLength={500} /> : <span />}
      <Remove label={t("Remove this condition")} onClick={onRemove} />
    </div>
  );
}

export function FieldLine({ field, at, faults, onChange, onRemove }: { field: MappingField; at: string; faults: Fault[]; onChange: (next: MappingField) => void; onRemove: () => void }) {
  const kinds = [
    { value: "as_is", label: t("as it is") },
    { value: "text", label: t("text") },
    { value: "number", label: t("number") },
    { value: "hundredths", label: t("cents") },
    { value: "moment", label: t("time") },
    { value: "yes_no", label: t("yes or no") },
  ];
  const error = wrongAt(faults, `${at}.path`) ?? wrongAt(faults, `${at}.kind`);
  return (
    <div className={classes.line}>
      <TextInput aria-label={t("Name here")} placeholder={t("Name here")} value={field.name} onChange={({ currentTarget }) => onChange({ ...field, name: currentTarget.value })} maxLength={200} error={wrongAt(faults, `${at}.name`)} />
      <PathInput hidden label={t("Path")} value={field.path ?? ""} onChange={(path) => onChange({ ...field, path, name: field.name || last(path) })} error={error} />
      <NativeSelect aria-label={t("Read as")} data={kinds} value={field.kind} onChange={({ currentTarget }) => onChange({ ...field, kind: currentTarget.value as MappingField["kind"] })} />
      <Remove label={t("Remove this field")} onClick={onRemove} />
    </div>
  );
}

/** A field one has not named takes the last name of its path. */
function last(path: string): string {
  return path.match(/([^.[\]"]+)"?\]?$/)?.[1] ?? "";
}
