/** Events as they came in, with counts; new ones wait while one is reading further down. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { address, at, get } from "@/lib/http";
import type { Event, EventDetail, EventStats, NameCount, Page } from "@/lib/shapes";

export type EventFilter = { q?: string; name?: string; status?: "rejected"; customer?: string; everyday?: "yes" };

export function eventsQuery(filter: EventFilter) {
  return infiniteQueryOptions({
    queryKey: ["events", "list", filter],
    queryFn: ({ pageParam, signal }) => get<Page<Event>>("/api/events", { query: { ...asked(filter), cursor: pageParam, limit: 60 }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });
}

/** Comings and goings of every day are left out, unless one asks for them or looks for something. */
export function asked({ everyday, ...filter }: EventFilter) {
  return { status: "accepted", ...filter, everyday: everyday === "yes" || Boolean(filter.q ?? filter.name ?? filter.status) };
}

/** Where the same list can be fetched as a file. */
export function exported(filter: EventFilter, format: "csv" | "json"): string {
  return address("/api/exports/events", { ...asked(filter), format });
}

export function eventQuery(id: string) {
  return queryOptions({ queryKey: ["event", id], queryFn: ({ signal }) => get<EventDetail>(at`/api/events/${id}`, { signal }) });
}

export const eventStatsQuery = queryOptions({
  queryKey: ["events", "stats"],
  queryFn: ({ signal }) => get<EventStats>("/api/events/stats", { signal }),
  refetchInterval: 15_000,
});

export const eventNamesQuery = queryOptions({
  queryKey: ["events", "names"],
  queryFn: ({ signal }) => get<Page<NameCount>>("/api/events/names", { signal }),
  staleTime: 60_000,
});
