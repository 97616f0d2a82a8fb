/** The flow: canvas at the left, the chosen step at the right; a sheet from below the laptop's width. */
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import type { WorkflowDetail } from "@/lib/shapes";
import { language, t } from "@/lib/t";
import { SideSheet } from "@/ui/side-sheet";
import { FlowCanvas } from "./flow-canvas";
import classes from "./flow.module.css";
import { findStep, nameOf, TRIGGER } from "./flow-order";
import { StepPanel } from "./step-panel";

export function FlowTab({ workflow }: { workflow: WorkflowDetail }) {
  const roomy = useMediaQuery("(min-width: 68.75em)", true, { getInitialValueInEffect: false });
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = chosen ?? firstMessage(workflow);
  const step = findStep(workflow.steps, shown);
  const title = shown === TRIGGER || !step ? workflow.trigger.label : nameOf(step, workflow.messages, language());
  const panel = <StepPanel workflow={workflow} step={step} key={shown} />;
  return (
    <div className={classes.page}>
      <FlowCanvas workflow={workflow} chosen={roomy ? shown : (chosen ?? "")} onChoose={setChosen} />
      {roomy ? (
        <aside className={classes.side} aria-label={t("The chosen step")}>
          {panel}
        </aside>
      ) : (
        <SideSheet opened={chosen !== null} onClose={() => setChosen(null)} title={title} size={420}>
          {panel}
        </SideSheet>
      )}
    </div>
  );
}

/** What people come to read is mostly a text, so that is open first. */
function firstMessage({ messages }: WorkflowDetail): string {
  return messages.find((text) => text.step_id !== null)?.step_id ?? TRIGGER;
}
