/** A value of a field of one's own: in words, and as a field to fill in. */
import { NumberInput, type NumberInputProps, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { day, money, number, value as words } from "@/lib/format";
import type { OwnField } from "@/lib/shapes";
import { t } from "@/lib/t";

export function ownWord(field: OwnField, given: unknown): string {
  if (field.kind === "date" && typeof given === "string" && /^\d{4}-\d{2}-\d{2}$/.test(given)) return day(`${given}T12:00:00`);
  if (field.kind === "money" && typeof given === "number") return money({ amount: String(given), currency: field.currency });
  if (field.kind === "number" && typeof given === "number") return number(given);
  return words(given);
}

type Props = { field: OwnField; given: unknown; onDone: (value: unknown) => void; onCancel: () => void; error: string | undefined };

type NumberProps = Pick<Props, "onDone" | "onCancel"> & { shared: NumberInputProps; given: number | "" };

/** What is typed is written as the reader writes numbers; what is kept is the number. */
function OwnNumber({ shared, given, onDone, onCancel }: NumberProps) {
  const [typed, setTyped] = useState<number | string>(given);
  const keys = (event: React.KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") onDone(String(typed));
    if (event.key === "Escape") onCancel();
  };
  return <NumberInput {...shared} value={typed} onChange={setTyped} hideControls onKeyDown={keys} onBlur={() => onDone(String(typed))} />;
}

/** Enter keeps it, Escape leaves it; leaving the field keeps it too. */
export function OwnInput({ field, given, onDone, onCancel, error }: Props) {
  const keys = (event: React.KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") onDone(event.currentTarget.value);
    if (event.key === "Escape") onCancel();
  };
  const shared = { "aria-label": field.label, autoFocus: true, size: "xs" as const, error };
  const text = typeof given === "string" || typeof given === "number" ? String(given) : "";
  if (field.kind === "choice") return <Select {...shared} data={field.choices} value={text || null} onChange={onDone} clearable defaultDropdownOpened onDropdownClose={onCancel} comboboxProps={{ width: 220 }} />;
  if (field.kind === "yes_no") {
    const data = [
      { value: "yes", label: t("yes") },
      { value: "no", label: t("no") },
    ];
    return <Select {...shared} data={data} value={given === true ? "yes" : given === false ? "no" : null} onChange={(next) => onDone(next === null ? null : next === "yes")} clearable defaultDropdownOpened onDropdownClose={onCancel} />;
  }
  if (field.kind === "number" || field.kind === "money") return <OwnNumber shared={{ ...shared, ...(field.kind === "money" ? { decimalScale: 2 } : {}) }} given={typeof given === "number" ? given : ""} onDone={onDone} onCancel={onCancel} />;
  return <TextInput {...shared} type={field.kind === "date" ? "date" : "text"} defaultValue={text} maxLength={2000} onKeyDown={keys} onBlur={(event) => onDone(event.currentTarget.value)} />;
}
