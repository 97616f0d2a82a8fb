/** The columns of the list of tasks, and its two-line row on a phone. */
import { Checkbox } from "@mantine/core";
import { useLongPress } from "@mantine/hooks";
import { IconArrowDown } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { called } from "@/lib/format";
import type { Task } from "@/lib/shapes";
import { t } from "@/lib/t";
import type { Column } from "@/ui/row-table";
import classes from "./desk.module.css";
import { Due, PriorityGlyph, whose } from "./task-words";
import type { PickedTasks } from "./use-picked-tasks";
import type { TaskFilter } from "./use-tasks";

type Given = { filter: TaskFilter; onFilter: (filter: TaskFilter) => void; onOpen: (task: Task) => void; onDone: (task: Task) => void; picked: PickedTasks };

export function taskColumns({ filter, onFilter, onOpen, onDone, picked }: Given): Column<Task>[] {
  const sort = filter.sort || "due";
  const sorted = (key: string) => (sort === key ? ("ascending" as const) : ("none" as const));
  const head = (key: string, label: string) => (
    <button type="button" className={classes.sort} onClick={() => onFilter({ ...filter, sort: key === "due" ? "" : key })}>
      {label}
      {sort === key && <IconArrowDown size={12} aria-hidden="true" />}
    </button>
  );
  return [
    { key: "pick", head: <span className="hidden-words">{t("Select")}</span>, width: "18px", cell: (task) => <Pick task={task} picked={picked} /> },
    { key: "tick", head: <span className="hidden-words">{t("Done")}</span>, width: "28px", cell: (task) => <Tick task={task} onDone={onDone} /> },
    { key: "title", head: t("Task"), width: "minmax(200px, 2.4fr)", cell: (task) => <Title task={task} onOpen={onOpen} /> },
    { key: "customer", head: t("Customer"), width: "minmax(120px, 1.2fr)", cell: (task) => <Whom task={task} /> },
    { key: "due", head: head("due", t("Due")), width: "150px", sorted: sorted("due"), cell: (task) => <Due task={task} /> },
    { key: "priority", head: head("priority", t("Priority")), width: "110px", from: "middle", sorted: sorted("priority"), cell: (task) => <PriorityGlyph priority={task.priority} /> },
    { key: "for", head: t("For"), width: "minmax(110px, 1fr)", from: "middle", cell: (task) => whose(task) },
    { key: "from", head: t("From"), width: "minmax(110px, 1fr)", from: "wide", cell: (task) => <span className="quiet">{task.workflow?.name ?? task.created_by?.name ?? t("not known")}</span> },
  ];
}

/** A square to select; the round one beside it does the task. */
function Pick({ task, picked }: { task: Task; picked: PickedTasks }) {
  return <Checkbox size="xs" checked={picked.has(task)} disabled={!task.may_change} onChange={() => picked.toggle(task)} aria-label={t("Select {name}", { name: task.title })} />;
}

function Tick({ task, onDone }: { task: Task; onDone: (task: Task) => void }) {
  return <Checkbox size="xs" radius="xl" checked={task.state === "done"} disabled={!task.may_change} onChange={() => onDone(task)} aria-label={t("Done: {title}", { title: task.title })} />;
}

function Title({ task, onOpen }: { task: Task; onOpen: (task: Task) => void }) {
  return (
    <button type="button" className={`${classes.title ?? ""} ${classes.oneLine ?? ""}`} title={task.title} data-row-link onClick={() => onOpen(task)}>
      {task.title}
    </button>
  );
}

function Whom({ task }: { task: Task }) {
  if (!task.customer) return <span className="quiet">{t("Nobody in particular")}</span>;
  return (
    <Link to="/customers/$id" params={{ id: task.customer.id }} className={`${classes.customer ?? ""} ${classes.oneLine ?? ""}`} title={task.customer.name}>
      {called(task.customer.name)}
    </Link>
  );
}

type LineProps = { task: Task; picked: PickedTasks; onOpen: (task: Task) => void; onDone: () => void };

/** Held for a moment it is selected, and from then on a touch selects. */
export function TaskLine({ task, picked, onOpen, onDone }: LineProps) {
  const select = () => task.may_change && picked.toggle(task);
  const held = useLongPress(() => {
    picked.setSelecting(true);
    select();
  });
  const isSelecting = picked.selecting || picked.tasks.length > 0;
  return (
    <span className={classes.line} {...held}>
      {isSelecting ? <Pick task={task} picked={picked} /> : <Tick task={task} onDone={onDone} />}
      <span className={classes.lineWords}>
        <Title task={task} onOpen={isSelecting ? select : onOpen} />
        <span className={classes.lineSecond}>
          <Due task={task} />
          <span className="cut">{task.customer ? called(task.customer.name) : whose(task)}</span>
        </span>
      </span>
      <PriorityGlyph priority={task.priority} bare />
    </span>
  );
}
