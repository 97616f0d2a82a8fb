/** Finds another customer by name, to join with or to move somebody to. */
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { called } from "@/lib/format";
import { get } from "@/lib/http";
import type { CustomerList } from "@/lib/shapes";
import { t } from "@/lib/t";

export type Found = { id: number; name: string };
type Props = { label: string; not: number; value: Found | null; onChange: (found: Found | null) => void };

export function CustomerSearch({ label, not, value, onChange }: Props) {
  const [text, setText] = useState("");
  const [q] = useDebouncedValue(text.trim(), 220);
  const found = useQuery({
    queryKey: ["customers", "search", q],
    queryFn: ({ signal }) => get<CustomerList>("/api/customers", { query: { q, kind: "account", sort: "name", limit: 12 }, signal }),
    placeholderData: (was) => was,
  });
  const rows = (found.data?.items ?? []).filter(({ id }) => id !== not).map(({ id, name, domain }) => ({ value: String(id), label: domain ? `${called(name)} · ${domain}` : called(name), name }));
  const data = value && !rows.some((row) => row.value === String(value.id)) ? [{ value: String(value.id), label: called(value.name), name: value.name }, ...rows] : rows;
  return (
    <Select
      label={label}
      placeholder={t("Name or domain")}
      searchable
      data={data}
      filter={({ options }) => options}
      value={value ? String(value.id) : null}
      onSearchChange={setText}
      onChange={(id) => {
        const row = data.find((one) => one.value === id);
        onChange(row ? { id: Number(row.value), name: row.name } : null);
      }}
      nothingFoundMessage={t("No customer matches.")}
      comboboxProps={{ withinPortal: true }}
      data-autofocus
    />
  );
}
