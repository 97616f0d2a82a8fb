/** Tasks as the server lists them, and what is done with one: shown at once, taken back with the reason if refused. */
import { infiniteQueryOptions, keepPreviousData, queryOptions, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { at, get, send } from "@/lib/http";
import { useLive } from "@/lib/live";
import type { Counted, Task, TaskNumbers } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";

export type TaskFilter = { whose?: string; state?: string; due?: string; priority?: string; assignee?: string; customer?: number; q?: string; sort?: string; snoozed?: boolean };
export type TaskGiven = { title?: string; note?: string; customer_id?: number | null; assignee_id?: number | null; role?: string | null; priority?: Task["priority"]; due_at?: string | null; snoozed_until?: string | null };

export function tasksQuery(filter: TaskFilter) {
  return infiniteQueryOptions({
    queryKey: ["tasks", filter],
    queryFn: ({ pageParam, signal }) => get<Counted<Task>>("/api/tasks", { query: { ...filter, cursor: pageParam, limit: 60 }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
}

export const taskNumbersQuery = queryOptions({
  queryKey: ["tasks", "numbers"],
  queryFn: ({ signal }) => get<TaskNumbers>("/api/tasks/numbers", { signal }),
});

/** All rows read so far, with the true count; read again when somebody changes a task. */
export function useTasks(filter: TaskFilter) {
  const client = useQueryClient();
  const list = useInfiniteQuery(tasksQuery(filter));
  useLive("tasks", useCallback(() => void client.invalidateQueries({ queryKey: ["tasks"] }), [client]));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  return { ...list, rows, total: list.data?.pages[0]?.total ?? 0 };
}

type Deed = { call: () => Promise<unknown>; done?: string | undefined; undo?: (() => Promise<unknown>) | undefined };

/** Does something with a task, says so, and offers the way back. */
export function useDeed() {
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: ({ call }: Deed) => call(),
    onSuccess: (_answer, { done, undo }) => done && say(done, undo && (() => mutate({ call: undo }))),
    onError: (error) => warn(reason(error)),
    onSettled: () => Promise.all(["tasks", "today"].map((queryKey) => client.invalidateQueries({ queryKey: [queryKey] }))),
  });
  return mutate;
}

export const deed = {
  add: (given: TaskGiven): Deed => ({ call: () => send("POST", "/api/tasks", given), done: t("Added the task") }),
  change: (task: Task, given: TaskGiven, back: TaskGiven): Deed => ({ call: () => patch(task.id, given), done: t("Changed the task"), undo: () => patch(task.id, back) }),
  done: (task: Task): Deed => ({ call: () => act(task.id, "done"), done: t("Done: {title}", { title: task.title }), undo: () => act(task.id, "reopen") }),
  cancel: (task: Task): Deed => ({ call: () => act(task.id, "cancel"), done: t("Not to be done any more: {title}", { title: task.title }), undo: () => act(task.id, "reopen") }),
  reopen: (task: Task): Deed => ({ call: () => act(task.id, "reopen"), done: t("Open again: {title}", { title: task.title }), undo: () => act(task.id, "done") }),
  snooze: (task: Task, until: string | null): Deed => ({
    call: () => patch(task.id, { snoozed_until: until }),
    done: until === null ? t("Back in the queue") : t("Put off until tomorrow morning"),
    undo: () => patch(task.id, { snoozed_until: task.snoozed_until }),
  }),
};

function patch(id: number, given: TaskGiven): Promise<unknown> {
  return send("PATCH", at`/api/tasks/${id}`, given);
}

function act(id: number, what: "done" | "cancel" | "reopen"): Promise<unknown> {
  return send("POST", at`/api/tasks/${id}/${what}`);
}

/** Nine in the morning of the next day, here. */
export function tomorrowMorning(now: Date = new Date()): string {
  const next = new Date(now);
  next.setDate(next.getDate() + 1);
  next.setHours(9, 0, 0, 0);
  return next.toISOString();
}
