/** One customer's record, and the changes a person makes to it: shown at once, taken back with the reason if refused. */
import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { at, get, send } from "@/lib/http";
import { useLive } from "@/lib/live";
import type { Contact, CustomerDetail, FeedbackPage, Page, PointsEntry, TimelineItem } from "@/lib/shapes";
import { reason } from "@/ui/states";
import { warn } from "@/ui/toasts";

export function customerQuery(id: number) {
  return queryOptions({
    queryKey: ["customer", id],
    queryFn: ({ signal }) => get<CustomerDetail>(at`/api/customers/${id}`, { signal }),
  });
}

export function contactsQuery(id: number) {
  return infiniteQueryOptions({
    queryKey: ["customer", id, "contacts"],
    queryFn: ({ pageParam, signal }) => get<Page<Contact>>(at`/api/customers/${id}/contacts`, { query: { cursor: pageParam, limit: 40 }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
  });
}

export function pointsQuery(id: number, contact: string | null) {
  return infiniteQueryOptions({
    queryKey: ["customer", id, "points", contact],
    queryFn: ({ pageParam, signal }) => get<Page<PointsEntry>>(at`/api/customers/${id}/points`, { query: { cursor: pageParam, limit: 40, contact: contact ?? "" }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
}

export function feedbackQuery(id: number) {
  return infiniteQueryOptions({
    queryKey: ["customer", id, "feedback"],
    queryFn: ({ pageParam, signal }) => get<FeedbackPage>(at`/api/customers/${id}/feedback`, { query: { cursor: pageParam, limit: 20 }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
  });
}

export type TimelineKind = "all" | "usage" | "billing" | "messages" | "workflows" | "people";

export function timelineQuery(id: number, kind: TimelineKind, q: string) {
  return infiniteQueryOptions({
    queryKey: ["customer", id, "timeline", kind, q],
    queryFn: ({ pageParam, signal }) => get<Page<TimelineItem>>(at`/api/customers/${id}/timeline`, { query: { kind, q, cursor: pageParam, limit: 40 }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
}

/** Reads the record again when the server says that something of it changed. */
export function useFreshCustomer(id: number): void {
  const client = useQueryClient();
  useLive(
    `customer:${id}`,
    useCallback(() => void client.invalidateQueries({ queryKey: ["customer", id] }), [client, id]),
  );
}

type Change = { call: () => Promise<unknown>; guess: (was: CustomerDetail) => CustomerDetail; done?: () => void };

export function useCustomerChange(id: number) {
  const client = useQueryClient();
  const { queryKey } = customerQuery(id);
  return useMutation({
    mutationKey: ["customer", id],
    scope: { id: `customer ${id}` },
    mutationFn: ({ call }: Change) => call(),
    onMutate: async ({ guess }) => {
      await client.cancelQueries({ queryKey, exact: true });
      const was = client.getQueryData(queryKey);
      client.setQueryData(queryKey, (now) => now && guess(now));
      return { was };
    },
    onError: (error, _change, kept) => {
      if (kept?.was) client.setQueryData(queryKey, kept.was);
      warn(reason(error));
    },
    onSuccess: (answer, { done }) => {
      if (isRecord(answer)) client.setQueryData(queryKey, answer);
      done?.();
    },
    // Not waited for: the next change of this customer need not wait for a list.
    onSettled: () => void client.invalidateQueries({ queryKey: ["customers"] }),
  });
}

/** The engine answered in time with the record itself; otherwise only "accepted", and the guess stands until it did. */
function isRecord(answer: unknown): answer is CustomerDetail {
  return typeof answer === "object" && answer !== null && "id" in answer && "stages" in answer;
}

export const change = {
  addTag: (id: number, tag: string): Change => ({
    call: () => send("POST", at`/api/customers/${id}/tags`, { tag }),
    guess: (was) => ({ ...was, tags: was.tags.includes(tag) ? was.tags : [...was.tags, tag] }),
  }),
  removeTag: (id: number, tag: string): Change => ({
    call: () => send("DELETE", at`/api/customers/${id}/tags/${tag}`),
    guess: (was) => ({ ...was, tags: was.tags.filter((one) => one !== tag) }),
  }),
  moveStage: (id: number, pipeline: string, stage: string): Change => ({
    call: () => send("PUT", at`/api/customers/${id}/stages/${pipeline}`, { stage }),
    guess: (was) => ({ ...was, stages: { ...was.stages, [pipeline]: stage } }),
  }),
  leavePipeline: (id: number, pipeline: string): Change => ({
    call: () => send("DELETE", at`/api/customers/${id}/stages/${pipeline}`),
    guess: (was) => ({ ...was, stages: Object.fromEntries(Object.entries(was.stages).filter(([key]) => key !== pipeline)) }),
  }),
  setOwner: (id: number, owner: { id: number; name: string } | null): Change => ({
    call: () => send("PATCH", at`/api/customers/${id}`, { owner_id: owner?.id ?? null }),
    guess: (was) => ({ ...was, owner }),
  }),
  resume: (id: number): Change => ({
    call: () => send("POST", at`/api/customers/${id}/resume`),
    guess: (was) => ({ ...was, parked: null }),
  }),
};
