/** The local mailbox: what was delivered on this machine instead of leaving it. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { at, get } from "@/lib/http";
import type { MailDetail, Mailbox } from "@/lib/shapes";

export type Audience = "" | "customer" | "team";

export function mailboxQuery(audience: Audience, q: string) {
  return infiniteQueryOptions({
    queryKey: ["mailbox", audience, q],
    queryFn: ({ pageParam, signal }) => get<Mailbox>("/api/mailbox", { query: { audience, q, cursor: pageParam, limit: 40 }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
}

export function mailQuery(id: string) {
  return queryOptions({ queryKey: ["mail", id], queryFn: ({ signal }) => get<MailDetail>(at`/api/mailbox/${id}`, { signal }), staleTime: Infinity });
}

export const unreadQuery = queryOptions({
  queryKey: ["mailbox", "unread"],
  queryFn: async ({ signal }) => (await get<Mailbox>("/api/mailbox", { query: { limit: 1 }, signal })).unread,
  refetchInterval: 60_000,
});
