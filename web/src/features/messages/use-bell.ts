/** The bell: what one was told, kept true by the live stream; and how one wants to be told. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { at, get, send } from "@/lib/http";
import { useLive } from "@/lib/live";
import type { Bell, ChannelTestAnswer, NoticeWish, NoticeWishes } from "@/lib/shapes";

const NOTICES = ["notices"];

export const unreadNoticesQuery = queryOptions({
  queryKey: [...NOTICES, "unread"],
  queryFn: async ({ signal }) => (await get<Bell>("/api/notices", { query: { limit: 1 }, signal })).unread,
});

export function bellQuery(unread: boolean) {
  return infiniteQueryOptions({
    queryKey: [...NOTICES, "list", unread],
    queryFn: ({ pageParam, signal }) => get<Bell>("/api/notices", { query: { unread, cursor: pageParam, limit: 20 }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
  });
}

export const wishesQuery = queryOptions({
  queryKey: ["wishes"],
  queryFn: ({ signal }) => get<NoticeWishes>("/api/notices/wishes", { signal }),
});

/** Reads the bell anew whenever the server says that it changed. */
export function useBellLive(): void {
  const client = useQueryClient();
  useLive(
    "notices",
    useCallback(() => void client.invalidateQueries({ queryKey: NOTICES }), [client]),
  );
}

type Reading = { ids?: number[]; is_read: boolean };

export function useRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given: Reading) => send<{ ids: number[]; unread: number }>("POST", "/api/notices/read", given),
    onSuccess: ({ unread }) => {
      client.setQueryData(unreadNoticesQuery.queryKey, unread);
      return client.invalidateQueries({ queryKey: NOTICES });
    },
  });
}

export function useWish() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, in_app, mail, by }: NoticeWish) => send<NoticeWish>("PUT", at`/api/notices/wishes/${kind}`, { in_app, mail, by }),
    onMutate: (wish) => client.setQueryData(wishesQuery.queryKey, (was) => was && { ...was, items: was.items.map((one) => (one.kind === wish.kind ? wish : one)) }),
    onError: () => client.invalidateQueries({ queryKey: wishesQuery.queryKey }),
  });
}

export function useOwnSlack() {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: wishesQuery.queryKey });
  return {
    connect: useMutation({ mutationFn: (url: string) => send<ChannelTestAnswer>("PUT", "/api/notices/slack", { url }), onSuccess }),
    disconnect: useMutation({ mutationFn: () => send("DELETE", "/api/notices/slack"), onSuccess }),
  };
}
