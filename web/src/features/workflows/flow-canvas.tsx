/** The canvas: trigger on top, steps below each other, branches beside each other and together again. */
import { clsx } from "clsx";
import { type KeyboardEvent, useRef } from "react";
import type { Step, Template, WorkflowDetail } from "@/lib/shapes";
import { number } from "@/lib/format";
import { language, t } from "@/lib/t";
import { arrive, nameOf, TRIGGER } from "./flow-order";
import classes from "./flow.module.css";
import { numberWord } from "./run-words";
import { StepGlyph } from "./step-glyph";

type Props = { workflow: WorkflowDetail; chosen: string; onChoose: (id: string) => void };
type Choosing = { texts: Template[]; chosen: string; onChoose: (id: string) => void };

export function FlowCanvas({ workflow, chosen, onChoose }: Props) {
  const canvas = useRef<HTMLDivElement>(null);
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const id = event.target instanceof HTMLElement ? event.target.dataset["step"] : undefined;
    if (id === undefined || !/^Arrow/.test(event.key)) return;
    event.preventDefault();
    const next = arrive(workflow.steps, id, event.key);
    onChoose(next);
    canvas.current?.querySelector<HTMLElement>(`[data-step="${CSS.escape(next)}"]`)?.focus();
  };
  return (
    <div ref={canvas} className={classes.canvas} onKeyDown={walk} role="region" aria-label={t("The flow, from top to bottom")} tabIndex={0}>
      <div className={classes.flow}>
        <Card id={TRIGGER} icon={workflow.trigger.icon} label={workflow.trigger.label} below={t("{n} entered in 30 days", { n: workflow.numbers.entered })} chosen={chosen} onChoose={onChoose} tone="trigger" />
        <Steps texts={workflow.messages} steps={workflow.steps} chosen={chosen} onChoose={onChoose} />
        <i className={classes.line} />
        <span className={classes.end}>{t("End")}</span>
      </div>
    </div>
  );
}

function Steps({ steps, ...choosing }: { steps: Step[] } & Choosing) {
  return steps.map((step) => (
    <div key={step.id} className={classes.step}>
      <i className={classes.line} />
      <Card id={step.id} icon={step.icon} label={nameOf(step, choosing.texts, language())} below={figures(step)} tone={step.kind} {...choosing} />
      {step.branches.length > 0 && <Branches branches={allWays(step)} {...choosing} />}
    </div>
  ));
}

function Branches({ branches, ...choosing }: { branches: Step["branches"] } & Choosing) {
  return (
    <>
      <i className={classes.line} data-short="true" />
      <div className={classes.branches}>
        {branches.map((branch) => (
          <div key={branch.label} className={clsx(classes.branch, branch.steps.at(-1)?.kind === "stop" && classes.ends)} role="group" aria-label={branch.label}>
            <span className={classes.label}>
              {branch.label}
              {branch.numbers.entered > 0 && <span className="num quiet"> {number(branch.numbers.entered)}</span>}
            </span>
            <Steps steps={branch.steps} {...choosing} />
            <i className={clsx(classes.line, classes.grow)} />
          </div>
        ))}
      </div>
    </>
  );
}

/** A step that names only the way aside has one more: straight on. */
function allWays({ kind, branches }: Step): Step["branches"] {
  const [only, second] = branches;
  if (!only || second) return branches;
  const label = kind === "wait" ? t("In time|wait") : t("Otherwise");
  return [only, { label, steps: [], numbers: { entered: 0, waiting: 0, sent: 0, held: 0, failed: 0, left: 0, opened: 0, clicked: 0 } }];
}

type CardProps = { id: string; icon: string; label: string; below: string; tone: string } & Omit<Choosing, "texts">;

function Card({ id, icon, label, below, tone, chosen, onChoose }: CardProps) {
  return (
    <button type="button" data-step={id} className={classes.card} aria-pressed={chosen === id} onClick={() => onChoose(id)}>
      <StepGlyph icon={icon} kind={tone} />
      <span className={classes.words}>
        <span className={clsx(classes.what, "cut")} title={label}>
          {label}
        </span>
        <span className={clsx(classes.numbers, "cut")}>{below}</span>
      </span>
    </button>
  );
}

/** What the step is about, or its numbers once it has some. */
function figures(step: Step): string {
  const told = Object.entries(step.numbers).filter(([, count]) => count > 0);
  if (told.length === 0) return step.detail;
  return told
    .slice(0, 3)
    .map(([key, count]) => `${number(count)} ${numberWord(key)}`)
    .join(" · ");
}
