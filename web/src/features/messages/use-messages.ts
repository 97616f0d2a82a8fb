/** Messages of the outbox: sent, waiting, held, failed; and what can still be done with one. */
import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { at, get, send } from "@/lib/http";
import type { Message, MessageDetail, MessageMark, MessageState, Page } from "@/lib/shapes";
import { t } from "@/lib/t";
import type { Tone } from "@/ui/chips";

export function messagesQuery(filter: { state?: string; q?: string; channel?: string }) {
  return infiniteQueryOptions({
    queryKey: ["messages", filter],
    queryFn: ({ pageParam, signal }) => get<Page<Message>>("/api/messages", { query: { ...filter, cursor: pageParam, limit: 40 }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
}

export function customerMessagesQuery(customer: number) {
  return infiniteQueryOptions({
    queryKey: ["customer", customer, "messages"],
    queryFn: ({ pageParam, signal }) => get<Page<Message>>(at`/api/customers/${customer}/messages`, { query: { cursor: pageParam, limit: 40 }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
  });
}

export function messageQuery(id: string) {
  return queryOptions({ queryKey: ["message", id], queryFn: ({ signal }) => get<MessageDetail>(at`/api/messages/${id}`, { signal }) });
}

export function useMessageAction(id: string, action: "retry" | "discard") {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => send("POST", `${at`/api/messages/${id}/`}${action}`),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ["messages"] }), client.invalidateQueries({ queryKey: ["message", id] }), client.invalidateQueries({ queryKey: ["customer"] })]),
  });
}

export function markWord(mark: MessageMark["mark"]): string {
  const words: Record<MessageMark["mark"], string> = { delivered: t("Delivered"), opened: t("Opened"), clicked: t("Clicked"), bounced: t("Came back"), failed: t("Came back"), complained: t("Reported as unwanted"), unsubscribed: t("Unsubscribed") };
  return words[mark];
}

export function messageWord(state: MessageState): { word: string; tone: Tone } {
  const words: Record<MessageState, { word: string; tone: Tone }> = {
    queued: { word: t("Waits"), tone: "quiet" },
    sending: { word: t("Being sent"), tone: "info" },
    sent: { word: t("Sent"), tone: "good" },
    failed: { word: t("Failed"), tone: "bad" },
    held: { word: t("Held"), tone: "warn" },
    unknown: { word: t("Not known"), tone: "bad" },
  };
  return words[state] ?? { word: state, tone: "quiet" };
}
