/** Several texts, each ended with Enter. */
import { TagsInput } from "@mantine/core";
import { t } from "@/lib/t";
import type { FieldSpec } from "../schema";
import type { WidgetProps } from "../world";

export function Widget({ field, value, onChange, label, help, wrong, disabled }: WidgetProps) {
  const list = Array.isArray(value) ? value.map(String) : [];
  const numeric = ["integer", "number"].includes((field.items as FieldSpec | undefined)?.type ?? "");
  const change = (next: string[]) => onChange(numeric ? next.map(Number).filter((one) => !Number.isNaN(one)) : next);
  return <TagsInput label={label} description={help} error={wrong} disabled={disabled} placeholder={list.length ? "" : t("Several, each with Enter")} value={list} onChange={change} maxTags={field.maxItems ?? 200} acceptValueOnBlur inputWrapperOrder={["label", "input", "error", "description"]} />;
}
