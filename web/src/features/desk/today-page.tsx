/** Today: what waits for the signed-in member, in the order it should be done; done with a click or a key. */
import { Button, Kbd } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { moment, number, partOfDay, todayInFull } from "@/lib/format";
import { useKeys } from "@/lib/keys";
import { useLive } from "@/lib/live";
import { useCan, useSession } from "@/lib/session";
import type { Task, Today, TodayRow } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FilterChip } from "@/ui/chips";
import { HintBar, PageBody, PageHead } from "@/ui/page";
import { Coming, Empty, Wrong } from "@/ui/states";
import { TaskSheet } from "./task-form";
import { NumbersAside } from "./today-numbers";
import classes from "./today.module.css";
import { QueueRow } from "./today-row";
import { kindWord } from "./today-words";
import { type Step, step, todayQuery, useStep } from "./use-today";

type Whose = "" | "mine" | "all";

export function TodayPage() {
  const [whose, setWhose] = useState<Whose>("");
  const [kind, setKind] = useState("");
  const [opened, open] = useState<Task | "new" | null>(null);
  const mayAdd = useCan("task.write");
  const client = useQueryClient();
  const query = useQuery(todayQuery(whose));
  useLive("tasks", useCallback(() => void client.invalidateQueries({ queryKey: ["today"] }), [client]));
  useKeys({ c: () => mayAdd && open("new") });
  const today = query.data;
  const add = mayAdd && (
    <Button variant="default" aria-label={t("Add a task")} onClick={() => open("new")}>
      <IconPlus size={15} aria-hidden="true" />
      <span className={classes.add}>
        {t("Add a task")} <Kbd>{"C"}</Kbd>
      </span>
    </Button>
  );
  return (
    <>
      <PageHead title={t("Today")} beside={today && <Kinds today={today} kind={kind} onKind={setKind} whose={whose} onWhose={setWhose} />} actions={add} />
      {query.isError && !today && <Wrong what={t("Your queue did not load.")} error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Coming what={t("Looking for what waits")} rows={6} />}
      {today && <Queue today={today} kind={kind} whose={whose} onTask={open} />}
      {opened !== null && <TaskSheet task={opened === "new" ? null : opened} onClose={() => open(null)} />}
    </>
  );
}

type KindsProps = { today: Today; kind: string; onKind: (kind: string) => void; whose: Whose; onWhose: (whose: Whose) => void };

function Kinds({ today, kind, onKind, onWhose }: KindsProps) {
  const counts = new Map<string, number>();
  for (const row of today.items) counts.set(row.kind, (counts.get(row.kind) ?? 0) + 1);
  return (
    <div className={classes.kinds} role="group" aria-label={t("Filters")}>
      <FilterChip on={kind === ""} value={counted(today.items.length, today.more.length > 0)} onClick={() => onKind("")}>
        {t("All")}
      </FilterChip>
      {[...counts].map(([key, count]) => (
        <FilterChip key={key} on={kind === key} value={counted(count, today.more.some((one) => one === key))} onClick={() => onKind(kind === key ? "" : key)}>
          {kindWord(key)}
        </FilterChip>
      ))}
      {today.may_see_all && (
        <FilterChip on={today.whose === "mine"} onClick={() => onWhose(today.whose === "mine" ? "all" : "mine")}>
          {t("My customers only")}
        </FilterChip>
      )}
    </div>
  );
}

/** The queue holds the first of a kind only; how many there are beyond them is not counted. */
function counted(rows: number, isMore: boolean): string {
  return isMore ? `${number(rows)}+` : number(rows);
}

type QueueProps = { today: Today; kind: string; whose: Whose; onTask: (task: Task) => void };

function Queue({ today, kind, whose, onTask }: QueueProps) {
  const rows = useMemo(() => today.items.filter((row) => kind === "" || row.kind === kind), [today, kind]);
  const [at, setAt] = useState(0);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const run = useStep(whose);
  const navigate = useNavigate();
  const current = rows[Math.min(at, rows.length - 1)];
  const chosen = () => {
    const some = rows.filter(({ id }) => picked.has(id));
    return some.length > 0 ? some : current ? [current] : [];
  };
  const toCustomer = (row: TodayRow | undefined) => row?.customer && void navigate({ to: "/customers/$id", params: { id: row.customer.id } });
  const toggle = ({ id }: TodayRow) => setPicked((was) => new Set(was.has(id) ? [...was].filter((one) => one !== id) : [...was, id]));
  const [snoozing, setSnoozing] = useState(false);
  const act = (what: (some: TodayRow[]) => Step, some: TodayRow[]) => {
    if (some.length === 0) return;
    run(what(some));
    setPicked(new Set());
  };
  useKeys({
    j: () => setAt(Math.min(rows.length - 1, at + 1)),
    k: () => setAt(Math.max(0, at - 1)),
    ArrowDown: () => setAt(Math.min(rows.length - 1, at + 1)),
    ArrowUp: () => setAt(Math.max(0, at - 1)),
    Enter: () => (current?.task ? onTask(current.task) : toCustomer(current)),
    o: () => toCustomer(current),
    w: () => current?.email && location.assign(`mailto:${current.email}`),
    x: () => current && toggle(current),
    e: () => act(step.done, chosen()),
    s: () => current && setSnoozing(true),
  });
  return (
    <div className={classes.page}>
      <PageBody label={t("What waits for you")} flush>
        <div className={classes.queue}>
          <Greeting today={today} />
          {rows.length === 0 && <Nothing today={today} />}
          {(["now", "today", "later"] as const).map((when) => (
            <Section key={when} when={when} rows={rows.filter((row) => row.when === when)}>
              {(row) => <QueueRow key={row.id} row={row} isOpen={row.id === current?.id} isPicked={picked.has(row.id)} onSelect={() => setAt(rows.indexOf(row))} onTask={onTask} run={run} snoozing={snoozing && row.id === current?.id} onSnoozing={setSnoozing} onSnooze={(until) => act((some) => step.snooze(some, until), chosen())} />}
            </Section>
          ))}
        </div>
      </PageBody>
      <NumbersAside />
      <Foot picked={picked.size} />
    </div>
  );
}

function Greeting({ today }: { today: Today }) {
  const { member } = useSession();
  const name = member.name.split(" ")[0] ?? "";
  const hello = { morning: t("Good morning, {name}", { name }), afternoon: t("Good afternoon, {name}", { name }), evening: t("Good evening, {name}", { name }) }[partOfDay()];
  const left = today.items.filter(({ when }) => when !== "later").length;
  const date = todayInFull();
  return (
    <>
      <h2 className={classes.hello}>{hello}</h2>
      <p className={classes.date}>{t("{date}. {done} done, {left} to go.", { date, done: today.done_today, left })}</p>
    </>
  );
}

function Nothing({ today }: { today: Today }) {
  return <Empty title={t("Nothing is waiting.")}>{today.next_due_at ? t("The next task is due {at}.", { at: moment(today.next_due_at) }) : t("What comes up for you appears here by itself.")}</Empty>;
}

function Section({ when, rows, children }: { when: TodayRow["when"]; rows: TodayRow[]; children: (row: TodayRow) => React.ReactNode }) {
  if (rows.length === 0) return null;
  const title = { now: t("Now"), today: t("Today"), later: t("If there is time") }[when];
  return (
    <section aria-label={title}>
      <h3 className={classes.when}>
        {title} <span className="num">{rows.length}</span>
      </h3>
      <ol className={classes.rows}>{rows.map(children)}</ol>
    </section>
  );
}

function Foot({ picked }: { picked: number }) {
  const hints = [
    { keys: ["J", "K"], text: t("move") },
    { keys: ["↵"], text: t("open") },
    { keys: ["O"], text: t("customer|key") },
    { keys: ["W"], text: t("write") },
    { keys: ["X"], text: t("select") },
    { keys: ["S"], text: t("put off") },
    { keys: ["E"], text: t("done|key") },
  ];
  return (
    <div className={classes.foot}>
      <HintBar hints={hints}>{picked > 0 && <strong className="num">{t("{n} selected", { n: picked })}</strong>}</HintBar>
    </div>
  );
}
