/** The rules of conduct: who may enter again, what ends it early, when it may write. */
import type { WorkflowDetail } from "@/lib/shapes-awaited";
import { moment } from "@/lib/format";
import { t } from "@/lib/t";
import { Facts, Panel } from "@/ui/panel";
import classes from "./tabs.module.css";

export function RulesTab({ workflow }: { workflow: WorkflowDetail }) {
  const since = workflow.switched_on_at;
  return (
    <div className={classes.narrow}>
      <Panel title={t("When it begins and ends")}>
        <Facts
          facts={[
            { key: "trigger", label: t("Trigger"), value: workflow.trigger.label },
            { key: "subject", label: t("About"), value: workflow.subject === "contact" ? t("each contact") : t("each customer") },
            { key: "again", label: t("Again"), value: workflow.re_entry },
            { key: "goal", label: t("Goal"), value: workflow.goal ?? t("none"), missing: workflow.goal === null },
            { key: "since", label: t("On since"), value: workflow.is_on && since ? moment(since) : t("switched off"), missing: !workflow.is_on },
          ]}
        />
      </Panel>
      {workflow.exits.length > 0 && (
        <Panel title={t("Leaves early when")}>
          <ul className={classes.exits}>
            {workflow.exits.map((exit) => (
              <li key={exit}>{exit}</li>
            ))}
          </ul>
        </Panel>
      )}
      {workflow.rules.length > 0 && (
        <Panel title={t("Rules of conduct")}>
          <Facts facts={workflow.rules.map(({ label, value }) => ({ key: label, label, value }))} />
        </Panel>
      )}
    </div>
  );
}
