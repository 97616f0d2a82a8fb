/** A task in a sheet: what, for whom, whose, until when; added or changed. */
import { Button, Select, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { moment } from "@/lib/format";
import { get } from "@/lib/http";
import { useSession } from "@/lib/session";
import type { Ref, SearchResult, Task } from "@/lib/shapes";
import { t } from "@/lib/t";
import { SideSheet } from "@/ui/side-sheet";
import classes from "./desk.module.css";
import { asLocal } from "./snooze-menu";
import { PRIORITIES, priorityWord, roleWord } from "./task-words";
import { deed, type TaskGiven, useDeed } from "./use-tasks";
import { teamQuery } from "./use-team";

type Props = { task: Task | null; customer?: Ref | undefined; onClose: () => void };

/** `task` null: a new one, of `customer` where that is known. */
export function TaskSheet({ task, customer, onClose }: Props) {
  return (
    <SideSheet opened onClose={onClose} title={task ? t("Task") : t("New task")} size={460}>
      <TaskForm task={task} customer={customer} onClose={onClose} />
    </SideSheet>
  );
}

function TaskForm({ task, customer, onClose }: Props) {
  const { member } = useSession();
  const run = useDeed();
  const [given, setGiven] = useState<TaskGiven>(() => asGiven(task, customer, member.id));
  const set = (change: TaskGiven) => setGiven((was) => ({ ...was, ...change }));
  const fixed = task !== null && (!task.may_change || task.state !== "open");
  const save = (event: FormEvent) => {
    event.preventDefault();
    run(task ? deed.change(task, given, asGiven(task, customer, member.id)) : deed.add(given));
    onClose();
  };
  const act = (what: ReturnType<typeof deed.done>) => {
    run(what);
    onClose();
  };
  return (
    <form className={classes.form} onSubmit={save}>
      <TextInput label={t("What is to be done")} required maxLength={200} value={given.title ?? ""} onChange={(event) => set({ title: event.currentTarget.value })} data-autofocus disabled={fixed} />
      <CustomerField value={given.customer_id ?? null} known={task?.customer ?? customer ?? null} onChange={(id) => set({ customer_id: id })} disabled={fixed} />
      <AssigneeField given={given} onChange={set} disabled={fixed} />
      <div className={classes.two}>
        <TextInput type="datetime-local" label={t("Due")} value={local(given.due_at)} onChange={(event) => set({ due_at: utc(event.currentTarget.value) })} disabled={fixed} />
        <Select label={t("Priority")} data={PRIORITIES.map((value) => ({ value, label: priorityWord(value) }))} value={given.priority ?? "normal"} onChange={(value) => set({ priority: (value ?? "normal") as Task["priority"] })} allowDeselect={false} disabled={fixed} />
      </div>
      <Textarea label={t("Note")} autosize minRows={3} maxLength={4000} value={given.note ?? ""} onChange={(event) => set({ note: event.currentTarget.value })} disabled={fixed} />
      {task && <Origin task={task} />}
      <div className={classes.buttons}>
        {!fixed && <Button type="submit">{task ? t("Save") : t("Add the task")}</Button>}
        {task?.may_change && task.state === "open" && (
          <>
            <Button variant="default" onClick={() => act(deed.done(task))}>
              {t("Done|verb")}
            </Button>
            <Button variant="subtle" color="gray" onClick={() => act(deed.cancel(task))}>
              {t("Not to be done")}
            </Button>
          </>
        )}
        {task?.may_change && task.state !== "open" && (
          <Button variant="default" onClick={() => act(deed.reopen(task))}>
            {t("Open again")}
          </Button>
        )}
      </div>
    </form>
  );
}

function Origin({ task }: { task: Task }) {
  const made = moment(task.created_at);
  return (
    <p className="quiet small">
      {task.workflow ? (
        <>
          {t("From a workflow, {made}:", { made })}{" "}
          <Link to="/workflows/$key" params={{ key: task.workflow.key }}>
            {task.workflow.name}
          </Link>
        </>
      ) : (
        t("Asked for by {name}, {made}", { name: task.created_by?.name ?? t("somebody who left"), made })
      )}
    </p>
  );
}

type CustomerProps = { value: number | null; known: Ref | null; onChange: (id: number | null) => void; disabled: boolean };

function CustomerField({ value, known, onChange, disabled }: CustomerProps) {
  const [text, setText] = useState("");
  const [wanted] = useDebouncedValue(text.trim(), 150);
  const found = useQuery({
    queryKey: ["search", wanted],
    queryFn: ({ signal }) => get<SearchResult>("/api/search", { query: { q: wanted }, signal }),
    enabled: wanted.length > 0,
    placeholderData: keepPreviousData,
  }).data;
  const named = new Map<string, string>([...(known ? [[String(known.id), known.name] as const] : []), ...(found?.customers.map(({ id, name }) => [String(id), name] as const) ?? [])]);
  const data = [...named].map(([id, label]) => ({ value: id, label }));
  return <Select label={t("Customer")} placeholder={t("Nobody in particular")} searchable clearable data={data} value={value === null ? null : String(value)} onSearchChange={setText} onChange={(id) => onChange(id === null ? null : Number(id))} nothingFoundMessage={t("No customer matches.")} disabled={disabled} clearButtonProps={{ "aria-label": t("Clear") }} />;
}

function AssigneeField({ given, onChange, disabled }: { given: TaskGiven; onChange: (change: TaskGiven) => void; disabled: boolean }) {
  const team = useQuery(teamQuery).data?.items.filter(({ is_active: active }) => active) ?? [];
  const roles = [...new Set(team.map(({ role }) => role))];
  const data = [
    { group: t("Team"), items: team.map(({ id, name }) => ({ value: String(id), label: name })) },
    { group: t("Whoever takes it"), items: roles.map((role) => ({ value: `role:${role}`, label: t("Anybody of {role}", { role: roleWord(role) }) })) },
  ];
  const value = given.assignee_id ? String(given.assignee_id) : given.role ? `role:${given.role}` : null;
  const pick = (chosen: string | null) => onChange(chosen?.startsWith("role:") ? { assignee_id: null, role: chosen.slice(5) } : { assignee_id: chosen === null ? null : Number(chosen), role: null });
  return <Select label={t("For")} data={data} value={value} onChange={pick} allowDeselect={false} searchable disabled={disabled} />;
}

function asGiven(task: Task | null, customer: Ref | undefined, me: number): TaskGiven {
  if (!task) return { title: "", note: "", customer_id: customer?.id ?? null, assignee_id: me, role: null, priority: "normal", due_at: null };
  return { title: task.title, note: task.note, customer_id: task.customer?.id ?? null, assignee_id: task.assignee?.id ?? null, role: task.role || null, priority: task.priority, due_at: task.due_at };
}

function local(at: string | null | undefined): string {
  return at ? asLocal(new Date(at)) : "";
}

function utc(text: string): string | null {
  return text ? new Date(text).toISOString() : null;
}
