/** Rehearsals of a workflow: asked for, followed while they run, cancelled. */
import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { at, get, send } from "@/lib/http";
import type { Page, Rehearsal, RehearsalSide, RehearsedCustomer, TraceLine } from "@/lib/shapes";

export const DAYS = [7, 30, 90] as const;
const OFTEN = 700; // milliseconds between two looks at one that runs

export function rehearsalsQuery(workflow: string) {
  return queryOptions({ queryKey: ["workflow", workflow, "rehearsals"], queryFn: ({ signal }) => get<{ items: Rehearsal[] }>(at`/api/workflows/${workflow}/rehearsals`, { signal }) });
}

export function rehearsalQuery(id: number) {
  return queryOptions({
    queryKey: ["rehearsal", id],
    queryFn: ({ signal }) => get<Rehearsal>(at`/api/rehearsals/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data !== undefined && isOver(state.data) ? false : OFTEN),
  });
}

export function touchedQuery(id: number, side: RehearsalSide["of"]) {
  return infiniteQueryOptions({
    queryKey: ["rehearsal", id, "customers", side],
    queryFn: ({ pageParam, signal }) => get<Page<RehearsedCustomer>>(at`/api/rehearsals/${id}/customers`, { query: { side, cursor: pageParam }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
}

export function traceQuery(id: number, side: RehearsalSide["of"], customer: number) {
  return queryOptions({ queryKey: ["rehearsal", id, "trace", side, customer], queryFn: ({ signal }) => get<{ items: TraceLine[] }>(at`/api/rehearsals/${id}/trace`, { query: { side, customer: String(customer) }, signal }) });
}

export function useRehearse(workflow: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: { days: number; compare: boolean }) => send<Rehearsal>("POST", at`/api/workflows/${workflow}/rehearsals`, wish),
    onSuccess: () => client.invalidateQueries({ queryKey: ["workflow", workflow, "rehearsals"] }),
  });
}

export function useCancel(id: number) {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => send<Rehearsal>("POST", at`/api/rehearsals/${id}/cancel`), onSettled: () => client.invalidateQueries({ queryKey: ["rehearsal", id] }) });
}

export function isOver({ state }: Pick<Rehearsal, "state">): boolean {
  return state !== "waiting" && state !== "running";
}
