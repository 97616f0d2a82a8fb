/** Priorities, roles and due dates in words, each with its glyph. */
import { IconAlertSquareFilled, IconAntennaBars2, IconAntennaBars3, IconAntennaBars5 } from "@tabler/icons-react";
import { ago, daysUntil } from "@/lib/format";
import type { Task } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import classes from "./desk.module.css";

export const PRIORITIES = ["urgent", "high", "normal", "low"] as const;

export function priorityWord(priority: Task["priority"]): string {
  return { urgent: t("Urgent"), high: t("High"), normal: t("Normal"), low: t("Low") }[priority];
}

export function roleWord(role: string): string {
  const words: Record<string, string> = {
    administrator: t("Administrators"),
    head_of_cs: t("Head of CS"),
    cs_ops: t("CS Ops"),
    cs_staff: t("CS staff"),
    technical_staff: t("Technical staff"),
    viewer: t("Viewers"),
  };
  return words[role] ?? role.replaceAll("_", " ");
}

export function PriorityGlyph({ priority, bare = false }: { priority: Task["priority"]; bare?: boolean }) {
  const Glyph = { urgent: IconAlertSquareFilled, high: IconAntennaBars5, normal: IconAntennaBars3, low: IconAntennaBars2 }[priority];
  return (
    <span className={classes.priority} data-priority={priority}>
      <Glyph size={16} aria-hidden="true" />
      <span className={bare ? "hidden-words" : undefined}>{priorityWord(priority)}</span>
    </span>
  );
}

/** When it is due; tinted only when that is near or past. */
export function Due({ task }: { task: Task }) {
  if (task.state === "cancelled") return <StateChip>{t("Cancelled")}</StateChip>;
  if (task.state === "done") return <StateChip tone="good">{task.finished_at ? t("Done {ago}", { ago: ago(task.finished_at) }) : t("Done")}</StateChip>;
  if (task.due_at === null) return <span className="quiet">{t("no date")}</span>;
  const left = daysUntil(task.due_at);
  if (left < 0) return <StateChip tone="bad">{t("late, due {ago}", { ago: ago(task.due_at) })}</StateChip>;
  if (left < 1) return <StateChip tone="warn">{ago(task.due_at)}</StateChip>;
  return <span className="num">{ago(task.due_at)}</span>;
}

/** Whose it is: a member, or whoever of a role takes it. */
export function whose(task: Task): string {
  if (task.assignee) return task.assignee.name;
  return task.role ? t("Anybody of {role}", { role: roleWord(task.role) }) : t("Nobody");
}
