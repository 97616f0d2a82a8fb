/** The chosen step: its numbers, its form, and what one may do with it. */
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconArrowDown, IconArrowsMove, IconArrowUp } from "@tabler/icons-react";
import { useId } from "react";
import { number } from "@/lib/format";
import { t } from "@/lib/t";
import { type Params, without } from "@/ui/schema-form/schema";
import { SchemaForm } from "@/ui/schema-form/schema-form";
import classes from "../flow.module.css";
import { inOrder } from "../flow-order";
import { numberWord } from "../run-words";
import { StepGlyph } from "../step-glyph";
import own from "./builder.module.css";
import { useName } from "./card-name";
import { blockOf, change, type StepData } from "./definition";
import { useHands } from "./hands";

export function StepEditor({ step }: { step: StepData }) {
  const hands = useHands();
  const { hand, blocks, workflow, fresh } = hands;
  const name = useName(hands);
  const block = blockOf(blocks, step.key);
  const title = useId();
  const numbers = inOrder(workflow.steps).find(({ id }) => id === step.id)?.numbers;
  const params = without(step, "id", "key");
  const put = (next: Params) => hand.change((was) => change(was, step.id, blocks, ({ id, key }) => ({ ...next, id, key })), `step ${step.id}`);
  const faults = fresh === step.id ? [] : hand.draft.faults.filter((fault) => fault.step === step.id);
  const besides = faults.filter(({ field }) => field === "" || field === "id");
  return (
    <section className={own.panel} aria-labelledby={title}>
      <header className={classes.panelHead}>
        <StepGlyph icon={block?.icon ?? "alert-triangle"} kind={step.key} />
        <div>
          <h2 id={title}>{name(step)}</h2>
          <p>{block?.label ?? step.key}</p>
        </div>
      </header>
      {numbers && <Numbers numbers={numbers} />}
      <div className={own.form} data-step-form>
        {block?.about && <p className={own.about}>{block.about}</p>}
        {besides.map(({ where, message }) => (
          <p key={where} className={own.bad} role="alert" style={{ margin: 0 }}>
            {message}
          </p>
        ))}
        {block ? <SchemaForm form={block.form} value={params} onChange={put} faults={faults} /> : <p className={own.about}>{t("This kind of step is not known here. It may belong to a plug-in that is gone. Remove it, or put the plug-in back.")}</p>}
      </div>
      <Foot id={step.id} />
    </section>
  );
}

function Numbers({ numbers }: { numbers: Record<string, number> }) {
  const told = Object.entries(numbers).filter(([key, count]) => count > 0 || key === "entered");
  return (
    <dl className={classes.figures} aria-label={t("In the last 30 days")}>
      {told.map(([key, count]) => (
        <div key={key} className={classes.figure}>
          <dt>{numberWord(key)}</dt>
          <dd className="num">{number(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Foot({ id }: { id: string }) {
  const { act, mayDraw } = useHands();
  const small = (label: string, Icon: typeof IconArrowUp, how: (id: string) => void) => (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={28} aria-label={label} onClick={() => how(id)}>
        <Icon size={15} aria-hidden="true" />
      </ActionIcon>
    </Tooltip>
  );
  if (!mayDraw) return null;
  return (
    <footer className={own.foot}>
      <Button variant="default" onClick={() => act.copy(id)}>
        {t("Copy step")}
      </Button>
      {small(t("Move up"), IconArrowUp, act.up)}
      {small(t("Move down"), IconArrowDown, act.down)}
      {small(t("Move to…"), IconArrowsMove, act.move)}
      <Button variant="subtle" color="red" onClick={() => act.remove(id)}>
        {t("Remove")}
      </Button>
    </footer>
  );
}
