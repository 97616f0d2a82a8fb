/** /tasks: the filters live in the address, so a view can be sent to somebody. */
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { TasksPage } from "@/features/desk/tasks-page";
import type { TaskFilter } from "@/features/desk/use-tasks";
import { only } from "@/only";

const KNOWN: Record<string, readonly string[]> = {
  whose: ["mine", "team", "all", "nobody"],
  state: ["done", "cancelled"],
  due: ["overdue", "today", "week", "none"],
  priority: ["urgent", "high", "normal", "low"],
  sort: ["priority", "-created", "-finished"],
};

export const Route = createFileRoute("/_app/tasks")({ validateSearch: known, component: only("task.read", Tasks) });

/** The filters there are; anything else in the address stays away from the server. */
function known(given: Record<string, unknown>): TaskFilter {
  const words = Object.entries(KNOWN).filter(([key, values]) => values.includes(String(given[key])));
  const assignee = /^[1-9]\d{0,15}$/.test(String(given["assignee"])) ? { assignee: String(given["assignee"]) } : {};
  return {
    ...Object.fromEntries(words.map(([key]) => [key, String(given[key])])),
    ...assignee,
    ...(given["q"] ? { q: String(given["q"]) } : {}),
    ...(String(given["snoozed"]) === "true" ? { snoozed: true } : {}),
  };
}

function Tasks() {
  const navigate = useNavigate();
  const search = Route.useSearch();
  const filter = useMemo(() => known(search), [search]);
  const onFilter = useCallback((next: TaskFilter) => void navigate({ to: "/tasks", search: known(next), replace: true }), [navigate]);
  return <TasksPage filter={filter} onFilter={onFilter} />;
}
