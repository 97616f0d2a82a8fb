/** What the chosen step does: its numbers, its words, and the text as somebody would read it. */
import { number, value } from "@/lib/format";
import type { Step, WorkflowDetail } from "@/lib/shapes";
import { language, t } from "@/lib/t";
import { Facts } from "@/ui/panel";
import { nameOf } from "./flow-order";
import classes from "./flow.module.css";
import { numberWord } from "./run-words";
import { StepGlyph } from "./step-glyph";
import { TextPreview } from "./text-preview";

/** The letter takes what the panel has left, so that most are read without scrolling. */
const TALL = "max(300px, calc(100dvh - 400px))";

type Props = { workflow: WorkflowDetail; step: Step | undefined };

export function StepPanel({ workflow, step }: Props) {
  if (!step) return <TriggerPanel workflow={workflow} />;
  const texts = workflow.messages.filter((text) => text.step_id === step.id);
  return (
    <>
      <Head icon={step.icon} kind={step.kind} title={nameOf(step, workflow.messages, language())} below={step.kind === "action" ? step.detail : step.label} />
      <Figures numbers={step.numbers} />
      <div className={classes.details}>
        {texts.length > 0 && <TextPreview workflow={workflow.key} texts={texts} height={TALL} />}
        {step.branches.map((branch) => (
          <p key={branch.label}>
            <b>{branch.label}</b> {t("{n} went this way", { n: branch.numbers.entered })}
          </p>
        ))}
      </div>
    </>
  );
}

function TriggerPanel({ workflow }: { workflow: WorkflowDetail }) {
  const params = Object.entries(workflow.trigger.params).map(([key, given]) => ({ key, label: key.replaceAll("_", " "), value: value(given) }));
  const { entered, active, done } = workflow.numbers;
  return (
    <>
      <Head icon={workflow.trigger.icon} kind="trigger" title={workflow.trigger.label} below={t("Trigger")} />
      <Figures numbers={{ entered, active, done }} />
      <div className={classes.details}>
        {workflow.description && <p>{workflow.description}</p>}
        <Facts facts={[...params, ...(workflow.when ? [{ key: "when", label: t("Only if"), value: workflow.when }] : []), { key: "subject", label: t("About"), value: workflow.subject === "contact" ? t("each contact") : t("each customer") }]} />
      </div>
    </>
  );
}

function Head({ icon, kind, title, below }: { icon: string; kind: string; title: string; below: string }) {
  return (
    <header className={classes.panelHead}>
      <StepGlyph icon={icon} kind={kind} />
      <div>
        <h2>{title}</h2>
        <p>{below}</p>
      </div>
    </header>
  );
}

function Figures({ numbers }: { numbers: Record<string, number> }) {
  const told = Object.entries(numbers).filter(([key, count]) => count > 0 || key === "entered" || key === "active");
  if (told.length === 0) return null;
  return (
    <dl className={classes.figures}>
      {told.map(([key, count]) => (
        <div key={key} className={classes.figure}>
          <dt>{numberWord(key)}</dt>
          <dd className="num">{number(count)}</dd>
        </div>
      ))}
    </dl>
  );
}
