/** Tasks as the server lists them, and what is done with one: shown at once, taken back with the reason if refused. */
import { infiniteQueryOptions, keepPreviousData, queryOptions, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { moment } from "@/lib/format";
import { address, at, get, send } from "@/lib/http";
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

/** Where the list with its filter can be downloaded. */
export function exported(filter: TaskFilter, format: "csv" | "json"): string {
  return address("/api/exports/tasks", { whose: "mine", ...filter, format });
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
};

/** The same with several at once; each goes back to what it was. */
export const deeds = {
  done: (tasks: Task[]): Deed => ({ call: () => each(tasks, (task) => act(task.id, "done")), done: tasks.length === 1 ? t("Done: {title}", { title: tasks[0]?.title ?? "" }) : t("{n} done", { n: tasks.length }), undo: () => each(tasks, (task) => act(task.id, "reopen")) }),
  reopen: (tasks: Task[]): Deed => ({ call: () => each(tasks, (task) => act(task.id, "reopen")), done: t("{n} tasks are open again", { n: tasks.length }), undo: () => each(tasks, (task) => act(task.id, "done")) }),
  give: (tasks: Task[], id: number, name: string): Deed => ({
    call: () => each(tasks, (task) => patch(task.id, { assignee_id: id })),
    done: t("Gave {n} tasks to {name}", { n: tasks.length, name }),
    undo: () => each(tasks, (task) => patch(task.id, { assignee_id: task.assignee?.id ?? null, role: task.role || null })),
  }),
  due: (tasks: Task[], due: string | null): Deed => ({
    call: () => each(tasks, (task) => patch(task.id, { due_at: due })),
    done: due === null ? t("{n} tasks have no date any more", { n: tasks.length }) : t("{n} tasks are due {at}", { n: tasks.length, at: moment(due) }),
    undo: () => each(tasks, (task) => patch(task.id, { due_at: task.due_at })),
  }),
  snooze: (tasks: Task[], until: string): Deed => ({
    call: () => each(tasks, (task) => patch(task.id, { snoozed_until: until })),
    done: t("Put off until {at}", { at: moment(until) }),
    undo: () => each(tasks, (task) => patch(task.id, { snoozed_until: task.snoozed_until })),
  }),
};

const AT_ONCE = 8;

/** Some at a time, so that many do not crowd the server. */
async function each(tasks: Task[], call: (task: Task) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < tasks.length; from += AT_ONCE) await Promise.all(tasks.slice(from, from + AT_ONCE).map(call));
}

function patch(id: number, given: TaskGiven): Promise<unknown> {
  return send("PATCH", at`/api/tasks/${id}`, given);
}

function act(id: number, what: "done" | "cancel" | "reopen"): Promise<unknown> {
  return send("POST", at`/api/tasks/${id}/${what}`);
}
