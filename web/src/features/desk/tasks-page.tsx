/** All tasks: mine, the team's, everybody's; filtered, sorted and paged on the server; done with a key. */
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useKeys } from "@/lib/keys";
import { useCan } from "@/lib/session";
import type { Task } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FilterChip } from "@/ui/chips";
import { ExportMenu } from "@/ui/export-menu";
import { FilterMenu } from "@/ui/filter-menu";
import { FilterBar, HintBar, PageHead } from "@/ui/page";
import { RowTable } from "@/ui/row-table";
import { SearchField } from "@/ui/search-field";
import { Coming, Empty, NothingMatches, Wrong } from "@/ui/states";
import { taskColumns, TaskLine } from "./task-columns";
import { TaskSheet } from "./task-form";
import { PRIORITIES, priorityWord } from "./task-words";
import { TaskBulkBar } from "./task-bulk-bar";
import { type PickedTasks, usePickedTasks } from "./use-picked-tasks";
import { deed, deeds, exported, type TaskFilter, taskNumbersQuery, useDeed, useTasks } from "./use-tasks";
import { teamQuery } from "./use-team";

type Props = { filter: TaskFilter; onFilter: (filter: TaskFilter) => void };
type Opened = Task | "new" | null;

export function TasksPage({ filter, onFilter }: Props) {
  const mayWrite = useCan("task.write");
  const [opened, open] = useState<Opened>(null);
  useKeys({ c: () => mayWrite && open("new") });
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={15} aria-hidden="true" />} onClick={() => open("new")}>
      {t("Add a task")}
    </Button>
  );
  return (
    <>
      <PageHead title={t("Tasks")} actions={<><ExportMenu hrefs={{ csv: exported(filter, "csv"), json: exported(filter, "json") }} />{add}</>} />
      <Filters filter={filter} onFilter={onFilter} />
      <Rows filter={filter} onFilter={onFilter} onOpen={open} />
      {opened !== null && <TaskSheet task={opened === "new" ? null : opened} onClose={() => open(null)} />}
    </>
  );
}

function Filters({ filter, onFilter }: Props) {
  const numbers = useQuery(taskNumbersQuery).data;
  const team = useQuery({ ...teamQuery, enabled: useCan("team.read") }).data?.items ?? [];
  const set = (change: TaskFilter) => onFilter({ ...filter, ...change });
  const scopes = [
    { key: "mine", label: t("Mine"), count: numbers?.mine },
    { key: "team", label: t("My team's"), count: undefined },
    { key: "nobody", label: t("Nobody's"), count: numbers?.nobody },
    { key: "all", label: t("Everybody's"), count: numbers?.all },
  ];
  const dues = [
    { value: "overdue", label: t("Late"), count: numbers?.overdue ?? 0 },
    { value: "today", label: t("By tonight") },
    { value: "week", label: t("Within a week") },
    { value: "none", label: t("Without a date") },
  ];
  const states = [
    { value: "done", label: t("Done") },
    { value: "cancelled", label: t("Cancelled") },
  ];
  return (
    <FilterBar label={t("Filters")}>
      <SearchField value={filter.q ?? ""} onSearch={(q) => set({ q })} label={t("Search tasks")} placeholder={t("Title or customer")} />
      {scopes.map(({ key, label, count }) => (
        <FilterChip key={key} on={(filter.whose ?? "mine") === key} value={count} onClick={() => set({ whose: key })}>
          {label}
        </FilterChip>
      ))}
      <FilterMenu label={t("Due")} value={filter.due} choices={dues} onChange={(due) => set({ due: due ?? "" })} />
      <FilterMenu label={t("Priority")} value={filter.priority} choices={PRIORITIES.map((value) => ({ value, label: priorityWord(value) }))} onChange={(priority) => set({ priority: priority ?? "" })} />
      <FilterMenu label={t("For")} value={filter.assignee} choices={team.map(({ id, name }) => ({ value: String(id), label: name }))} onChange={(assignee) => set({ assignee: assignee ?? "", whose: assignee ? "all" : filter.whose ?? "mine" })} />
      <FilterMenu label={t("State")} value={filter.state} choices={states} onChange={(state) => set({ state: state ?? "", sort: state ? "-finished" : "" })} />
      <FilterChip on={filter.snoozed === true} onClick={() => set({ snoozed: !filter.snoozed })}>
        {t("With those put off")}
      </FilterChip>
    </FilterBar>
  );
}

function Rows({ filter, onFilter, onOpen }: Props & { onOpen: (task: Task) => void }) {
  const list = useTasks({ whose: "mine", ...filter });
  const { rows, total, fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const [cursor, setCursor] = useState(-1);
  const run = useDeed();
  const picked = usePickedTasks(rows, cursor);
  const [snoozing, setSnoozing] = useState(false);
  const current = rows[cursor];
  const may = current?.may_change === true;
  const chosen = picked.tasks.length > 0 ? picked.tasks : may ? [current] : [];
  const open = chosen.filter(({ state }) => state === "open");
  useKeys({
    Enter: () => current && onOpen(current),
    e: () => {
      if (chosen.length > 0) run(open.length > 0 ? deeds.done(open) : deeds.reopen(chosen));
      picked.clear();
    },
    s: () => {
      if (open.length === 0) return;
      if (picked.tasks.length === 0 && current) picked.toggle(current);
      setSnoozing(true);
    },
  });
  if (list.isPending) return <Coming what={t("Reading the tasks")} rows={8} />;
  if (list.isError && rows.length === 0) return <Wrong what={t("The tasks did not load.")} error={list.error} onRetry={() => void list.refetch()} />;
  if (rows.length === 0) return Object.values(filter).some(Boolean) ? <NothingMatches title={t("No task matches.")} onClear={() => onFilter({})} /> : <Empty title={t("Nothing to do")}>{t("Tasks come from workflows and from colleagues. You can also add one for yourself.")}</Empty>;
  return (
    <>
      <RowTable
        rows={rows}
        columns={taskColumns({ filter, onFilter, onOpen, picked, onDone: (task) => run(task.state === "open" ? deed.done(task) : deed.reopen(task)) })}
        keyOf={({ id }) => String(id)}
        label={t("Tasks")}
        total={total}
        cursor={cursor}
        onCursor={setCursor}
        isMarked={picked.has}
        phone={(task) => <TaskLine task={task} picked={picked} onOpen={onOpen} onDone={() => run(task.state === "open" ? deed.done(task) : deed.reopen(task))} />}
        onNearEnd={hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : undefined}
      />
      {picked.tasks.length > 0 ? (
        <TaskBulkBar picked={picked} snoozing={snoozing} onSnoozing={setSnoozing} />
      ) : (
        <Foot total={total} picked={picked} />
      )}
    </>
  );
}

/** On a phone there is no key to select by, so the foot has a button. */
function Foot({ total, picked }: { total: number; picked: PickedTasks }) {
  return (
      <HintBar
        hints={[
          { keys: ["J", "K"], text: t("move") },
          { keys: ["↵"], text: t("open") },
          { keys: ["X"], text: t("select") },
          { keys: ["E"], text: t("done|key") },
          { keys: ["S"], text: t("put off") },
          { keys: ["C"], text: t("add") },
        ]}
      >
        <span className="num" role="status">
          {picked.selecting ? t("Touch the tasks to select") : t("{n} tasks", { n: total })}
        </span>
        <Button hiddenFrom="sm" variant="subtle" color="gray" ml="auto" aria-pressed={picked.selecting} onClick={() => picked.setSelecting(!picked.selecting)}>
          {picked.selecting ? t("Cancel") : t("Select")}
        </Button>
      </HintBar>
  );
}
