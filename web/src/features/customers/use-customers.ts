/** Customers as the server lists them: filtered and sorted there, page after page. */
import { infiniteQueryOptions, keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { address, get } from "@/lib/http";
import type { CustomerList, Facets, Page, Pipeline } from "@/lib/shapes";

export const SORTS = ["name", "-last_seen_at", "-score", "-value"] as const;
export type Sort = (typeof SORTS)[number];

export type CustomerFilter = {
  q?: string;
  sort?: Sort;
  tag?: string;
  stage?: string;
  owner?: string;
  plan?: string;
  kind?: string;
  inactive?: boolean;
  segment?: string;
  ids?: string;
  /** Which saved view this is; the server is told what the view says, not its number. */
  view?: string;
};

/** What the list is asked for: everything of the address but which view it is. */
export function asked(filter: CustomerFilter): CustomerFilter {
  return Object.fromEntries(Object.entries(filter).filter(([key]) => key !== "view"));
}

export const PAGE = 100;

export function customersQuery(filter: CustomerFilter) {
  return infiniteQueryOptions({
    queryKey: ["customers", filter],
    queryFn: ({ pageParam, signal }) => get<CustomerList>("/api/customers", { query: { ...asked(filter), cursor: pageParam, limit: PAGE }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
}

/** Where the same list can be fetched as a file. */
export function exported(filter: CustomerFilter, format: "csv" | "json"): string {
  return address("/api/exports/customers", { ...asked(filter), format });
}

export const pipelinesQuery = queryOptions({
  queryKey: ["pipelines"],
  queryFn: ({ signal }) => get<Page<Pipeline>>("/api/pipelines", { signal }),
  staleTime: 600_000,
});

export const facetsQuery = queryOptions({
  queryKey: ["customers", "facets"],
  queryFn: ({ signal }) => get<Facets>("/api/customers/facets", { signal }),
  staleTime: 60_000,
});

/** All rows read so far as one list, with the true count beside it. */
export function useCustomers(filter: CustomerFilter) {
  const list = useInfiniteQuery(customersQuery(filter));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const first = list.data?.pages[0];
  // The list counts so far and no further; the true number comes a moment later.
  const whole = useQuery({
    queryKey: ["customers", "count", filter],
    queryFn: ({ signal }) => get<{ total: number }>("/api/customers/count", { query: asked(filter), signal }),
    enabled: first?.is_more === true,
  });
  return { ...list, rows, total: (first?.is_more ? whole.data?.total : undefined) ?? first?.total ?? 0 };
}
