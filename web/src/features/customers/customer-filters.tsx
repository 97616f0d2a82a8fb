/** The bar above the customers: search, then one chip a field, then the way back to all. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { t } from "@/lib/t";
import { FilterChip } from "@/ui/chips";
import { type Choice, FilterMenu } from "@/ui/filter-menu";
import { FilterBar } from "@/ui/page";
import { SearchField } from "@/ui/search-field";
import { stageName } from "./stage-menu";
import { type CustomerFilter, facetsQuery, pipelinesQuery } from "./use-customers";
import { segmentsQuery } from "./use-segments";

type Props = { filter: CustomerFilter; onFilter: (filter: CustomerFilter) => void; views: ReactNode };

export function CustomerFilters({ filter, onFilter, views }: Props) {
  const facets = useQuery(facetsQuery).data;
  const pipelines = useQuery(pipelinesQuery).data?.items ?? [];
  const set = (change: CustomerFilter) => onFilter(cleaned({ ...filter, ...change }));
  const stages = facets?.stages.map(({ pipeline, stage, count }) => {
    const board = pipelines.find(({ key }) => key === pipeline);
    return { value: `${pipeline}:${stage}`, label: stageName(board, stage), count, group: board?.name ?? pipeline };
  }) ?? [];
  const segments = (useQuery(segmentsQuery()).data?.items ?? []).filter(({ subject }) => subject === "customer").map(({ key, name, count }) => ({ value: key, label: name, count }));
  const owners = facets?.owners.map(({ id, name, count }) => ({ value: String(id), label: name, count })) ?? [];
  const narrowed = Object.keys(filter).some((key) => key !== "sort" && key !== "view");
  return (
    <FilterBar label={t("Filters")}>
      {views}
      <SearchField value={filter.q ?? ""} onSearch={(q) => set({ q })} label={t("Search customers")} placeholder={t("Name, domain or person")} />
      <FilterMenu label={t("Segment")} value={filter.segment} choices={segments} onChange={(segment) => set({ segment: segment ?? "" })} />
      <FilterMenu label={t("Owner")} value={filter.owner} choices={withNobody(owners)} onChange={(owner) => set({ owner: owner ?? "" })} />
      <FilterMenu label={t("Plan")} value={filter.plan} choices={plain(facets?.plans)} onChange={(plan) => set({ plan: plan ?? "" })} />
      <FilterMenu label={t("Tag")} value={filter.tag} choices={plain(facets?.tags)} onChange={(tag) => set({ tag: tag ?? "" })} />
      <FilterMenu label={t("Stage")} value={filter.stage} choices={stages} onChange={(stage) => set({ stage: stage ?? "" })} />
      <FilterMenu label={t("Kind")} value={filter.kind} choices={kinds()} onChange={(kind) => set({ kind: kind ?? "" })} />
      <FilterChip on={filter.inactive === true} onClick={() => set({ inactive: !filter.inactive })}>
        {t("Inactive")}
      </FilterChip>
      {narrowed && (
        <FilterChip onClick={() => onFilter(filter.sort ? { sort: filter.sort } : {})}>{t("Clear")}</FilterChip>
      )}
    </FilterBar>
  );
}

function kinds(): Choice[] {
  return [
    { value: "account", label: t("Companies") },
    { value: "implicit", label: t("People on their own") },
  ];
}

function plain(values: { value: string; count: number }[] = []): Choice[] {
  return values.map(({ value, count }) => ({ value, label: value, count }));
}

function withNobody(owners: Choice[]): Choice[] {
  return [{ value: "none", label: t("Nobody") }, ...owners];
}

/** An empty field is no filter and stays out of the address. */
export function cleaned(filter: CustomerFilter): CustomerFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== "" && value !== undefined && value !== false));
}
