/** One row of the queue: who and what, why it is here, one fact, one action; the chosen one opens in place. */
import { Button } from "@mantine/core";
import { IconCheck, IconMail, IconRefresh, IconUser } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { clsx } from "clsx";
import { type ReactNode, useEffect, useRef } from "react";
import { ago, called, day, money, number } from "@/lib/format";
import { useCan } from "@/lib/session";
import type { Task, TodayRow } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { SnoozeMenu } from "./snooze-menu";
import { Due, priorityWord } from "./task-words";
import classes from "./today.module.css";
import { KindGlyph } from "./today-words";
import { type Step, step } from "./use-today";

type Props = { row: TodayRow; isOpen: boolean; isPicked: boolean; onSelect: () => void; onTask: (task: Task) => void; run: (step: Step) => void; snoozing: boolean; onSnoozing: (on: boolean) => void; onSnooze: (until: string) => void };

export function QueueRow(props: Props) {
  const { row, isOpen, isPicked, onSelect } = props;
  const element = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isOpen) element.current?.scrollIntoView?.({ block: "nearest" });
  }, [isOpen]);
  return (
    <li ref={element} className={clsx(classes.row, isOpen && classes.open, isPicked && classes.picked)} aria-current={isOpen || undefined}>
      <KindGlyph row={row} />
      <button type="button" className={classes.words} onClick={onSelect} aria-expanded={isOpen}>
        <span className={classes.first}>
          {row.customer && <strong>{called(row.customer.name)}</strong>} <span className={classes.what}>{row.what}</span>
        </span>
        <span className={classes.why}>{row.why}</span>
      </button>
      <span className={classes.fact}>
        <OneFact row={row} />
      </span>
      <span className={classes.main}>
        <MainAction {...props} />
      </span>
      {isOpen && <Opened {...props} />}
    </li>
  );
}

/** The figure that matters most of it. */
function OneFact({ row }: { row: TodayRow }) {
  if (row.task?.due_at) return <Due task={row.task} />;
  if (row.task) return <StateChip>{priorityWord(row.task.priority)}</StateChip>;
  if (row.about?.value) return <StateChip>{t("{money} a year", { money: money(row.about.value) })}</StateChip>;
  if (row.about?.plan) return <StateChip>{row.about.plan}</StateChip>;
  return row.at ? <StateChip>{ago(row.at)}</StateChip> : null;
}

function MainAction({ row, isOpen, onTask, run }: Props) {
  const mayResume = useCan("engine.resume");
  const look = isOpen ? {} : ({ variant: "default" } as const);
  if (row.kind === "unknown") {
    return (
      <Button {...look} fullWidth onClick={() => run(step.arrived(row))}>
        {t("It arrived")}
      </Button>
    );
  }
  if (row.kind === "parked" && mayResume) {
    return (
      <Button {...look} fullWidth onClick={() => run(step.resume(row))}>
        {t("Let it go on")}
      </Button>
    );
  }
  if (row.kind === "session") {
    return (
      <Button {...look} fullWidth component={Link} to={`/sessions?open=${row.id.slice("session:".length)}`}>
        {t("Say it")}
      </Button>
    );
  }
  const task = row.task;
  if (task && !row.customer) {
    return (
      <Button {...look} fullWidth onClick={() => onTask(task)}>
        {t("Open|verb")}
      </Button>
    );
  }
  if (row.email && row.kind !== "task") {
    return (
      <Button {...look} fullWidth component="a" href={`mailto:${row.email}`}>
        {t("Write to {name}", { name: firstName(row) })}
      </Button>
    );
  }
  return (
    <Button {...look} fullWidth component={Link} to={`/customers/${row.customer?.id ?? ""}`}>
      {t("Open|verb")}
    </Button>
  );
}

function Opened({ row, onTask, run, snoozing, onSnoozing, onSnooze }: Props) {
  const task = row.task;
  const icon = (Glyph: typeof IconCheck) => <Glyph size={14} aria-hidden="true" />;
  return (
    <div className={classes.more}>
      <dl className={classes.facts}>
        {factsOf(row).map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className={classes.choices}>
        {row.kind === "unknown" && (
          <Button variant="default" leftSection={icon(IconRefresh)} onClick={() => run(step.again(row))}>
            {t("Send again")}
          </Button>
        )}
        {task && (
          <Button variant="default" onClick={() => onTask(task)}>
            {t("Change it")}
          </Button>
        )}
        {row.customer && (
          <Button variant="default" leftSection={icon(IconUser)} component={Link} to={`/customers/${row.customer.id}`}>
            {t("Customer")}
          </Button>
        )}
        {row.email && (
          <Button variant="default" leftSection={icon(IconMail)} component="a" href={`mailto:${row.email}`}>
            {t("Write")}
          </Button>
        )}
        <SnoozeMenu opened={snoozing} onOpened={onSnoozing} onPick={onSnooze} />
        {row.kind !== "unknown" && (
          <Button variant="default" leftSection={icon(IconCheck)} onClick={() => run(step.done([row]))}>
            {t("Done|verb")}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Three facts of whom it is about; of a task of nobody what it says. */
function factsOf({ about, task, customer }: TodayRow): { label: string; value: ReactNode }[] {
  if (!about || !customer) {
    return task ? [{ label: t("Note"), value: task.note || t("no note") }, { label: t("Asked for"), value: day(task.created_at) }] : [];
  }
  const worth = [about.plan, about.value && t("{money} a year", { money: money(about.value) })].filter(Boolean).join(", ");
  return [
    task?.note ? { label: t("Note"), value: task.note } : { label: t("Plan"), value: worth || t("not known") },
    { label: t("Last seen"), value: about.last_seen_at ? ago(about.last_seen_at) : t("not yet") },
    { label: t("Score and owner"), value: `${number(about.score)}, ${about.owner?.name ?? t("Nobody")}` },
  ];
}

function firstName({ contact, customer }: TodayRow): string {
  return (contact?.name ?? customer?.name ?? "").split(" ")[0] ?? "";
}
