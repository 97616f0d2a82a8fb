/** The local mailbox: what was delivered on this machine instead of leaving it. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { at, get } from "@/lib/http";
import type { Page } from "@/lib/shapes";
import type { Mail, MailDetail } from "@/lib/shapes-awaited";

export type Box = Page<Mail> & { total: number; unread: number };
export type Audience = "" | "customer" | "team";

export function mailboxQuery(audience: Audience, q: string) {
  return infiniteQueryOptions({
    queryKey: ["mailbox", audience, q],
    queryFn: ({ pageParam, signal }) => get<Box>("/api/mailbox", { query: { audience, q, cursor: pageParam, limit: 40 }, signal }),
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
  queryFn: async ({ signal }) => (await get<Box>("/api/mailbox", { query: { limit: 1 }, signal })).unread,
  refetchInterval: 60_000,
});
