/** Workflows, what runs in them, and switching them on and off. */
import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { at, get, send } from "@/lib/http";
import { useLive } from "@/lib/live";
import type { Enrolment, Page, Preview, RunLogEntry, Workflow, WorkflowDetail } from "@/lib/shapes";

export const workflowsQuery = queryOptions({
  queryKey: ["workflows"],
  queryFn: ({ signal }) => get<Page<Workflow>>("/api/workflows", { signal }),
});

export function workflowQuery(key: string) {
  return queryOptions({ queryKey: ["workflow", key], queryFn: ({ signal }) => get<WorkflowDetail>(at`/api/workflows/${key}`, { signal }) });
}

export function qualifyingQuery(key: string) {
  return queryOptions({ queryKey: ["workflow", key, "qualifying"], queryFn: ({ signal }) => get<{ count: number | null }>(at`/api/workflows/${key}/qualifying`, { signal }), staleTime: 0 });
}

export function enrolmentsQuery(key: string, state: string) {
  return infiniteQueryOptions({
    queryKey: ["workflow", key, "enrolments", state],
    queryFn: ({ pageParam, signal }) => get<Page<Enrolment>>(at`/api/workflows/${key}/enrolments`, { query: { state, cursor: pageParam }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
}

export type LogScope = { customer: number } | { workflow: string };

export function logQuery(scope: LogScope, filter: { workflow?: string; q?: string; everyday?: boolean }) {
  const path = "customer" in scope ? at`/api/customers/${scope.customer}/log` : at`/api/workflows/${scope.workflow}/log`;
  const under = "customer" in scope ? ["customer", scope.customer] : ["workflow", scope.workflow];
  return infiniteQueryOptions({
    queryKey: [...under, "log", filter],
    queryFn: ({ pageParam, signal }) => get<Page<RunLogEntry>>(path, { query: { ...filter, cursor: pageParam }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
}

export function runningQuery(customer: number) {
  return queryOptions({ queryKey: ["customer", customer, "enrolments"], queryFn: ({ signal }) => get<Page<Enrolment>>(at`/api/customers/${customer}/enrolments`, { signal }) });
}

export function previewQuery(key: string, template: string, language: string) {
  return queryOptions({
    queryKey: ["workflow", key, "preview", template, language],
    queryFn: ({ signal }) => get<Preview>(at`/api/workflows/${key}/preview`, { query: { template, language }, signal }),
  });
}

export function useFreshWorkflow(key: string): void {
  const client = useQueryClient();
  useLive(
    `workflow:${key}`,
    useCallback(() => void client.invalidateQueries({ queryKey: ["workflow", key] }), [client, key]),
  );
}

/** `told` hears of it even where the switch itself has left the screen meanwhile, and before all is read anew. */
export function useSwitch(key: string, told?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (turn: { on: boolean; enrolExisting?: boolean }) =>
      turn.on ? send<WorkflowDetail>("POST", at`/api/workflows/${key}/on`, { enrol_existing: turn.enrolExisting ?? false }) : send<WorkflowDetail>("POST", at`/api/workflows/${key}/off`),
    onSuccess: () => {
      told?.();
      return Promise.all([client.invalidateQueries({ queryKey: ["workflows"] }), client.invalidateQueries({ queryKey: ["workflow", key] })]);
    },
  });
}

/** Lets the messages of a paused workflow go on. */
export function useResume(key: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => send<WorkflowDetail>("POST", at`/api/workflows/${key}/resume`),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ["workflows"] }), client.invalidateQueries({ queryKey: ["workflow", key] })]),
  });
}

/** Keeps new words of a text; null brings the shipped ones back. */
