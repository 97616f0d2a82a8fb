/** A picker: one or several of what there is; a name that is not known yet may be written where the field takes any. */
import { Autocomplete, MultiSelect, Select, TagsInput } from "@mantine/core";
import { t } from "@/lib/t";
import type { Offer, WidgetProps } from "./world";

type Props = WidgetProps & { offers: Offer[]; free?: boolean };
const ORDER: ("label" | "input" | "error" | "description")[] = ["label", "input", "error", "description"];

export function Pick({ offers, free = false, field, value, onChange, label, help, wrong, disabled }: Props) {
  const shared = { label, description: help, error: wrong, disabled, inputWrapperOrder: ORDER, comboboxProps: { width: 280, position: "bottom-start" as const } };
  if (field.type === "array") return <Several {...shared} offers={offers} free={free} value={value} onChange={onChange} />;
  const text = value === undefined || value === null ? "" : String(value);
  const read = (next: string | null) => (next === null || next === "" ? (field.nullable ? null : field.type === "integer" ? undefined : "") : field.type === "integer" || (field.types ?? []).includes("integer") ? Number(next) : next);
  if (free) return <Autocomplete {...shared} data={offers.map((one) => one.value)} value={text} maxLength={field.maxLength} limit={40} onChange={(next) => onChange(read(next))} />;
  const known = text !== "" && !offers.some((one) => one.value === text) ? [...offers, { value: text, label: text }] : offers;
  return <Select {...shared} data={known} value={text || null} onChange={(next) => onChange(read(next))} searchable allowDeselect={field.default !== undefined || field.nullable === true} nothingFoundMessage={t("Nothing has that name.")} />;
}

type SeveralProps = { offers: Offer[]; free: boolean; value: unknown; onChange: (value: unknown) => void; label: string; description: string | undefined; error: string | undefined; disabled: boolean; inputWrapperOrder: typeof ORDER };

function Several({ offers, free, value, onChange, ...shared }: SeveralProps) {
  const list = Array.isArray(value) ? value.map(String) : [];
  if (free) return <TagsInput {...shared} data={offers.map((one) => one.value)} value={list} onChange={onChange} acceptValueOnBlur limit={40} placeholder={list.length ? "" : t("Choose, or write with Enter")} />;
  const known = [...offers, ...list.filter((one) => !offers.some(({ value: offered }) => offered === one)).map((one) => ({ value: one, label: one }))];
  return <MultiSelect {...shared} data={known} value={list} onChange={onChange} searchable limit={100} />;
}
