/** The workflows that run for a customer: how far, and what each waits for. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { daysUntil, moment } from "@/lib/format";
import type { Enrolment } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { Panel } from "@/ui/panel";
import { Coming, Wrong } from "@/ui/states";
import { enrolmentWord } from "./run-words";
import classes from "./running-panel.module.css";
import { runningQuery } from "./use-workflows";

const SHOWN_ENDED = 2;

export function RunningPanel({ customer, onLog }: { customer: number; onLog: () => void }) {
  const list = useQuery(runningQuery(customer));
  const all = list.data?.items ?? [];
  const running = all.filter(isRunning);
  const ended = alike(all.filter((one) => !isRunning(one))).slice(0, SHOWN_ENDED);
  const why = (
    <button type="button" className={classes.why} onClick={onLog}>
      {t("Why, and why not others?")}
    </button>
  );
  return (
    <Panel title={t("Running workflows")} aside={why}>
      {list.isPending && <Coming what={t("Reading what runs")} rows={2} />}
      {list.isError && all.length === 0 && <Wrong what={t("What runs did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && running.length === 0 && <p className={classes.none}>{t("Nothing runs for this customer now.")}</p>}
      <ul className={classes.list}>
        {soonest(running).map(({ next, many }) => (
          <Running key={next.id} one={next} many={many} />
        ))}
        {ended.map(({ last, many }) => (
          <Ended key={last.id} one={last} many={many} />
        ))}
      </ul>
    </Panel>
  );
}

/** Ended runs of one workflow count as one line, told by the last of them. */
function alike(ended: Enrolment[]): { last: Enrolment; many: number }[] {
  const lines = new Map<string, { last: Enrolment; many: number }>();
  for (const one of ended) {
    const key = `${one.workflow.key} ${one.state}`;
    lines.set(key, { last: lines.get(key)?.last ?? one, many: (lines.get(key)?.many ?? 0) + 1 });
  }
  return [...lines.values()];
}

/** Runs of one workflow count as one line, told by the one that goes on first. */
function soonest(running: Enrolment[]): { next: Enrolment; many: number }[] {
  const lines = new Map<string, { next: Enrolment; many: number }>();
  for (const one of running.toSorted((a, b) => (a.waits_until ?? "").localeCompare(b.waits_until ?? ""))) {
    const line = lines.get(one.workflow.key) ?? { next: one, many: 0 };
    lines.set(one.workflow.key, { ...line, many: line.many + 1 });
  }
  return [...lines.values()];
}

function isRunning({ state }: Enrolment): boolean {
  return state === "active" || state === "waiting";
}

function Running({ one, many }: { one: Enrolment; many: number }) {
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <Link to="/workflows/$key" params={{ key: one.workflow.key }} className={`${classes.name ?? ""} cut`}>
          {one.workflow.name}
        </Link>
        <span className={`${classes.count ?? ""} quiet small num`}>{many > 1 ? howMany(one, many) : t("step {step} of {steps}", { step: one.step, steps: one.steps })}</span>
      </div>
      <div className={classes.bar} aria-hidden="true">
        {Array.from({ length: Math.min(one.steps, 12) }, (_, index) => (
          <i key={index} data-done={index < one.step - 1} data-now={index === one.step - 1} />
        ))}
      </div>
      <p className={classes.text}>{withWho(one)}</p>
    </li>
  );
}

function howMany({ contact }: Enrolment, n: number): string {
  return contact ? t("{n} people", { n }) : t("{n} times", { n });
}

/** With whose run it is, where it is about one of the contacts. */
function withWho(one: Enrolment): string {
  return [one.contact?.name, whereItStands(one)].filter(Boolean).join(" · ");
}

const FAR_DAYS = 5 * 365;

/** Where a run stands and until when, or how and when it ended. */
export function whereItStands({ step_label: label, waits_until: until, ended_at: ended, reason }: Enrolment): string {
  if (ended !== null) return [reason, moment(ended)].filter(Boolean).join(" · ");
  if (until === null) return label;
  if (label === "") return t("Waits until {moment}", { moment: moment(until) });
  return daysUntil(until) > FAR_DAYS ? label : t("{step}, until {moment} at the latest", { step: label, moment: moment(until) });
}

function Ended({ one, many }: { one: Enrolment; many: number }) {
  const { word, tone } = enrolmentWord(one.state);
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <Link to="/workflows/$key" params={{ key: one.workflow.key }} className={`${classes.name ?? ""} cut`}>
          {one.workflow.name}
        </Link>
        {many > 1 && <span className={`${classes.count ?? ""} quiet small num`}>{t("{n} times", { n: many })}</span>}
        <StateChip tone={tone}>{word}</StateChip>
      </div>
      <p className={classes.text}>{withWho(one)}</p>
    </li>
  );
}
