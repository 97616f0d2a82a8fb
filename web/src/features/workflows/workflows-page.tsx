/** All workflows, the two audiences apart: on or off, what they did in thirty days. */
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useKeys } from "@/lib/keys";
import { useCan } from "@/lib/session";
import { t } from "@/lib/t";
import type { Workflow } from "@/lib/shapes";
import { HintBar, PageBody, PageHead } from "@/ui/page";
import { Coming, Empty, Wrong } from "@/ui/states";
import { useRowWalk } from "@/ui/use-row-walk";
import { NewWorkflow } from "./builder/new-workflow";
import classes from "./workflows-page.module.css";
import { WorkflowRow } from "./workflow-row";
import { workflowsQuery } from "./use-workflows";

export function WorkflowsPage() {
  const list = useQuery(workflowsQuery);
  const all = list.data?.items ?? [];
  const region = useRowWalk();
  const mayBegin = useCan("workflow.edit");
  const [beginning, setBeginning] = useState(false);
  useKeys({ c: () => setBeginning(true) }, mayBegin);
  const action = (
    <Button leftSection={<IconPlus size={15} aria-hidden="true" />} onClick={() => setBeginning(true)}>
      {t("New workflow")}
    </Button>
  );
  return (
    <>
      <PageHead title={t("Workflows")} actions={mayBegin && action} />
      {beginning && <NewWorkflow onClose={() => setBeginning(false)} />}
      <PageBody label={t("Workflows")}>
        {list.isPending && <Coming what={t("Reading the workflows")} rows={9} />}
        {list.isError && all.length === 0 && <Wrong what={t("The workflows did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && all.length === 0 && <Empty title={t("No workflow is installed")}>{t("Perennia ships with workflows for new accounts, features, inactivity, payments and check-ins. Run its set-up again to install them.")}</Empty>}
        {all.length > 0 && (
          <div ref={region} className={classes.audiences}>
            <Audience title={t("Customer touch")} about={t("Writes to customers. Arrives switched off: look at the texts first.")} rows={all.filter(({ audience }) => audience === "customer_touch")} />
            <Audience title={t("Internal notifications")} about={t("Tells the team, sets tags, stages and points. On from the start.")} rows={all.filter(({ audience }) => audience === "internal_notification")} />
          </div>
        )}
      </PageBody>
      <HintBar
        hints={[
          { keys: ["J", "K"], text: t("move") },
          { keys: ["↵"], text: t("open") },
        ]}
      >
        {list.isSuccess && <span className="num">{t("{n} workflows", { n: all.length })}</span>}
      </HintBar>
    </>
  );
}

function Audience({ title, about, rows }: { title: string; about: string; rows: Workflow[] }) {
  if (rows.length === 0) return null;
  const on = rows.filter(({ is_on: isOn }) => isOn).length;
  return (
    <section className={classes.audience}>
      <header className={classes.head}>
        <h2 className={classes.title}>
          {title} <span className="quiet num">{t("{on} of {n} on", { on, n: rows.length })}</span>
        </h2>
        <p className="quiet small">{about}</p>
      </header>
      <div className={classes.columns} aria-hidden="true">
        <span>{t("Workflow")}</span>
        <span>{t("Entered, 30 days")}</span>
        <span>{t("Active now")}</span>
        <span>{t("Sent")}</span>
        <span>{t("Held")}</span>
        <span>{t("Failed")}</span>
        <span>{t("On|switch")}</span>
      </div>
      <ul className={classes.list}>
        {rows.map((row) => (
          <WorkflowRow key={row.key} row={row} />
        ))}
      </ul>
    </section>
  );
}
