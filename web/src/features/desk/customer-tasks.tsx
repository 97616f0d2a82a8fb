/** A customer's open tasks, on its record. */
import { Button, Checkbox } from "@mantine/core";
import { useState } from "react";
import { useCan } from "@/lib/session";
import type { Ref, Task } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { Wrong } from "@/ui/states";
import classes from "./desk.module.css";
import { TaskSheet } from "./task-form";
import { Due, whose } from "./task-words";
import { deed, useDeed, useTasks } from "./use-tasks";

export function CustomerTasks({ customer }: { customer: Ref }) {
  const mayWrite = useCan("task.write");
  const [opened, open] = useState<Task | "new" | null>(null);
  const list = useTasks({ customer: customer.id, snoozed: true });
  const run = useDeed();
  const add = mayWrite && (
    <Button variant="subtle" size="compact-xs" onClick={() => open("new")}>
      {t("Add a task")}
    </Button>
  );
  return (
    <Panel title={t("Tasks")} aside={add}>
      {list.isError && list.rows.length === 0 && <Wrong what={t("The tasks did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && list.rows.length === 0 && <p className={classes.none}>{t("Nothing is to be done here.")}</p>}
      <ul className={classes.tasks}>
        {list.rows.map((task) => (
          <li key={task.id} className={classes.task}>
            <Checkbox size="xs" checked={false} disabled={!task.may_change} onChange={() => run(deed.done(task))} aria-label={t("Done: {title}", { title: task.title })} />
            <span className={classes.lineWords}>
              <button type="button" className={classes.title} onClick={() => open(task)}>
                {task.title}
              </button>
              <span className={classes.lineSecond}>
                <Due task={task} />
                <span className="cut">{whose(task)}</span>
              </span>
            </span>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="subtle" size="compact-xs" onClick={() => void list.fetchNextPage()}>
          {t("Show more")}
        </Button>
      )}
      {opened !== null && <TaskSheet task={opened === "new" ? null : opened} customer={customer} onClose={() => open(null)} />}
    </Panel>
  );
}
