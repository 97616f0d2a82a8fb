/** The rules of conduct: who may enter again, what ends it early, when it may write. */
import type { WorkflowDetail } from "@/lib/shapes";
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
            ...(workflow.when ? [{ key: "when", label: t("Only if"), value: workflow.when }] : []),
            { key: "since", label: t("On since"), value: workflow.is_on && since ? moment(since) : t("switched off"), missing: !workflow.is_on },
          ]}
        />
      </Panel>
      {workflow.rules.length > 0 && (
        <Panel title={t("Rules of conduct")}>
          <Facts facts={workflow.rules.map(({ label, value }) => ({ key: label, label, value }))} />
        </Panel>
      )}
    </div>
  );
}
