/** All texts of a workflow: chosen at the left, read at the right. */
import { clsx } from "clsx";
import { useState } from "react";
import { useCan } from "@/lib/session";
import type { Template, WorkflowDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { Panel } from "@/ui/panel";
import { findStep } from "./flow-order";
import flow from "./flow.module.css";
import { languageName, TextPreview } from "./text-preview";
import classes from "./tabs.module.css";

export function TextsTab({ workflow }: { workflow: WorkflowDetail }) {
  const mayEdit = useCan("workflow.edit");
  const texts = [...Map.groupBy(workflow.messages, ({ key }) => key)];
  const [chosen, setChosen] = useState(texts[0]?.[0] ?? "");
  const [key, versions] = texts.find(([name]) => name === chosen) ?? texts[0] ?? ["", []];
  return (
    <div className={classes.two}>
      <Panel title={t("Texts")} flush>
        <ul className={classes.list}>
          {texts.map(([name, each]) => (
            <Row key={name} texts={each} on={name === key} step={stepName(workflow, each)} onChoose={() => setChosen(name)} />
          ))}
        </ul>
      </Panel>
      <Panel title={t("As it is read")} label={t("The chosen text")}>
        <div className={flow.details} style={{ padding: 0 }}>
          <TextPreview key={key} workflow={workflow.key} texts={versions} height={420} mayEdit={mayEdit} />
        </div>
      </Panel>
    </div>
  );
}

function stepName(workflow: WorkflowDetail, texts: Template[]): string | undefined {
  const id = texts[0]?.step_id;
  return id ? findStep(workflow.steps, id)?.label : undefined;
}

function Row({ texts, on, step, onChoose }: { texts: Template[]; on: boolean; step: string | undefined; onChoose: () => void }) {
  const edited = texts.some((text) => text.is_edited);
  return (
    <li>
      <button type="button" className={clsx(classes.row, on && classes.on)} aria-pressed={on} onClick={onChoose}>
        <span className={classes.words}>
          <span className="strong cut">{texts[0]?.subject}</span>
          <span className="quiet small cut">{[step, ...texts.map((text) => languageName(text.language))].filter(Boolean).join(" · ")}</span>
        </span>
        {edited && <StateChip tone="info">{t("Edited")}</StateChip>}
      </button>
    </li>
  );
}
