/** Customers as the server lists them: filtered and sorted there, page after page. */
import { infiniteQueryOptions, keepPreviousData, queryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { address, get } from "@/lib/http";
import type { Counted, Customer, Facets, Page, Pipeline } from "@/lib/shapes";

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
};

export const PAGE = 100;

export function customersQuery(filter: CustomerFilter) {
  return infiniteQueryOptions({
    queryKey: ["customers", filter],
    queryFn: ({ pageParam, signal }) => get<Counted<Customer>>("/api/customers", { query: { ...filter, cursor: pageParam, limit: PAGE }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
}

/** Where the same list can be fetched as a file. */
export function exported(filter: CustomerFilter, format: "csv" | "json"): string {
  return address("/api/exports/customers", { ...filter, format });
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
  return { ...list, rows, total: list.data?.pages[0]?.total ?? 0 };
}
