/** Today's queue as the server orders it, and what is done with a row: it leaves at once and comes back if refused. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { moment } from "@/lib/format";
import { at, get, send } from "@/lib/http";
import type { Today, TodayNumbers, TodayRow } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";

export function todayQuery(whose: string) {
  return queryOptions({
    queryKey: ["today", whose],
    queryFn: ({ signal }) => get<Today>("/api/today", { query: { whose }, signal }),
    refetchInterval: 60_000,
  });
}

export const todayNumbersQuery = queryOptions({
  queryKey: ["today", "numbers"],
  queryFn: ({ signal }) => get<TodayNumbers>("/api/today/numbers", { signal }),
});

/** How many rows are for now and today, for the navigation. */
export const todayCountQuery = { ...todayQuery(""), select: ({ items }: Today) => items.filter(({ when }) => when !== "later").length };

export type Step = { rows: TodayRow[]; call: (row: TodayRow) => Promise<unknown>; done: string; undo?: ((row: TodayRow) => Promise<unknown>) | undefined };

export function useStep(whose: string) {
  const client = useQueryClient();
  const { queryKey } = todayQuery(whose);
  const { mutate } = useMutation({
    mutationFn: ({ rows, call }: Step) => Promise.all(rows.map(call)),
    onMutate: async ({ rows }: Step) => {
      await client.cancelQueries({ queryKey });
      const was = client.getQueryData(queryKey);
      const gone = new Set(rows.map(({ id }) => id));
      client.setQueryData(queryKey, (now) => now && { ...now, items: now.items.filter(({ id }) => !gone.has(id)) });
      return { was };
    },
    onError: (error, _step, kept) => {
      if (kept?.was) client.setQueryData(queryKey, kept.was);
      warn(reason(error));
    },
    onSuccess: (_answer, { rows, done, undo }) => {
      const back = undo && (() => void Promise.all(rows.map(undo)).then(again, (error: unknown) => warn(reason(error))));
      say(done, back);
    },
    onSettled: () => again(),
  });
  const again = () => Promise.all(["today", "tasks"].map((key) => client.invalidateQueries({ queryKey: [key] })));
  return mutate;
}

const setAside = (row: TodayRow, until: string | null) => send("POST", "/api/today/aside", { item: row.id, until });
const takeBack = (row: TodayRow) => send("DELETE", at`/api/today/aside?item=${row.id}`);

export const step = {
  done: (rows: TodayRow[]): Step => ({
    rows,
    call: (row) => (row.task ? send("POST", at`/api/tasks/${row.task.id}/done`) : setAside(row, null)),
    done: rows.length === 1 ? t("Done: {title}", { title: rows[0]?.what ?? "" }) : t("{n} done", { n: rows.length }),
    undo: (row) => (row.task ? send("POST", at`/api/tasks/${row.task.id}/reopen`) : takeBack(row)),
  }),
  snooze: (rows: TodayRow[], until: string): Step => ({
    rows,
    call: (row) => (row.task ? send("PATCH", at`/api/tasks/${row.task.id}`, { snoozed_until: until }) : setAside(row, until)),
    done: t("Put off until {at}", { at: moment(until) }),
    undo: (row) => (row.task ? send("PATCH", at`/api/tasks/${row.task.id}`, { snoozed_until: row.task.snoozed_until }) : takeBack(row)),
  }),
  resume: (row: TodayRow): Step => ({ rows: [row], call: () => send("POST", at`/api/customers/${row.customer?.id ?? 0}/resume`), done: t("The events of {name} go on", { name: row.customer?.name ?? "" }) }),
  arrived: (row: TodayRow): Step => ({ rows: [row], call: () => send("POST", at`/api/messages/${row.message ?? ""}/arrived`), done: t("Kept as sent") }),
  again: (row: TodayRow): Step => ({ rows: [row], call: () => send("POST", at`/api/messages/${row.message ?? ""}/retry`), done: t("It waits to be sent again.") }),
};
