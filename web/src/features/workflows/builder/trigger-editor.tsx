/** What starts the workflow: the trigger with its form, and who may come in. */
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { use } from "react";
import { number } from "@/lib/format";
import { t } from "@/lib/t";
import { faultAt, faultsWithin, type Params } from "@/ui/schema-form/schema";
import { TriggerField } from "@/ui/schema-form/trigger-field";
import { Widget as ConditionField } from "@/ui/schema-form/widgets/condition";
import { FormWorld } from "@/ui/schema-form/world";
import classes from "../flow.module.css";
import { numberWord } from "../run-words";
import { StepGlyph } from "../step-glyph";
import own from "./builder.module.css";
import { useHands } from "./hands";

export function TriggerEditor() {
  const { hand, workflow } = useHands();
  const { triggers } = use(FormWorld);
  const { definition, change, draft } = hand;
  const block = triggers.find(({ key }) => key === definition.trigger["key"]);
  const faults = draft.faults.filter(({ step }) => step === "").map(({ where, message }) => ({ field: where, message }));
  // A workflow just begun has nothing to be reproached with.
  const shown = definition.trigger["key"] === undefined ? [] : faults;
  const { entered, active, done } = workflow.numbers;
  const put = (trigger: Params) => change((was) => ({ ...was, trigger }), "trigger");
  const only = (when: Params | null) => change((was) => ({ ...was, when }), "when");
  return (
    <section className={own.panel} aria-label={t("What starts it")}>
      <header className={classes.panelHead}>
        <StepGlyph icon={block?.icon ?? "bolt"} kind="trigger" />
        <div>
          <h2>{draft.drawn.trigger && block ? draft.drawn.trigger.label : t("What starts it")}</h2>
          <p>{t("Trigger")}</p>
        </div>
      </header>
      {entered > 0 && (
        <dl className={classes.figures}>
          {Object.entries({ entered, active, done }).map(([key, count]) => (
            <div key={key} className={classes.figure}>
              <dt>{numberWord(key)}</dt>
              <dd className="num">{number(count)}</dd>
            </div>
          ))}
        </dl>
      )}
      <div className={own.form} data-step-form>
        <TriggerField label={t("What starts it")} value={definition.trigger} onChange={put} wrong={faultsWithin(shown, "trigger").length === 0 ? faultAt(shown, "trigger") : undefined} faults={faultsWithin(shown, "trigger")} disabled={false} />
        {definition.when ? (
          <>
            <ConditionField name="when" field={{}} label={t("Only if")} help={undefined} all={{}} value={definition.when} onChange={(next) => only(next as Params)} wrong={faultAt(shown, "when")} within={faultsWithin(shown, "when")} disabled={false} />
            <div>
              <Button variant="subtle" size="compact-sm" onClick={() => only(null)}>
                {t("Let everybody in")}
              </Button>
            </div>
          </>
        ) : (
          <div>
            <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden="true" />} onClick={() => only({ all: [{ field: "", op: "" }] })}>
              {t("Only if…")}
            </Button>
          </div>
        )}
        <p className={own.about}>{t("How often somebody may enter, what ends it early and its goal stand under Rules.")}</p>
      </div>
    </section>
  );
}
