/** One workflow, to read: its flow, rules, texts, who is in it and what it did. */
import { Button, Tooltip } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Problem } from "@/lib/http";
import { useKeys } from "@/lib/keys";
import { useCan } from "@/lib/session";
import type { WorkflowDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { PageBody, PageHead } from "@/ui/page";
import { Coming, Empty, Wrong } from "@/ui/states";
import { TabRow } from "@/ui/tab-row";
import { EnrolmentsTab } from "./enrolments-tab";
import { FlowTab } from "./flow-tab";
import { RehearsalTab } from "./rehearsal/rehearsal-tab";
import { RulesTab } from "./rules-tab";
import { RunLog } from "./run-log";
import { SwitchDialog } from "./switch-dialog";
import { useSwitching } from "./use-switching";
import classes from "./tabs.module.css";
import { TextsTab } from "./texts-tab";
import { useFreshWorkflow, workflowQuery } from "./use-workflows";

export type WorkflowTab = "flow" | "rules" | "texts" | "enrolments" | "log" | "rehearsal";
type Props = { id: string; tab: WorkflowTab; onTab: (tab: WorkflowTab) => void; onEvent: (id: string) => void };

export function WorkflowPage({ id, tab, onTab, onEvent }: Props) {
  const query = useQuery(workflowQuery(id));
  const navigate = useNavigate();
  const workflow = query.data;
  useFreshWorkflow(id);
  useKeys({ Escape: () => void navigate({ to: "/workflows" }) });
  const gone = query.error instanceof Problem && query.error.status === 404;
  return (
    <>
      <PageHead title={workflow?.name ?? t("Workflow")} parent={{ label: t("Workflows"), to: "/workflows" }} isHeading beside={workflow && <Beside workflow={workflow} />} actions={workflow && <OnOff workflow={workflow} />} />
      {query.isPending && <Coming what={t("Reading the workflow")} />}
      {gone && <Empty title={t("There is no such workflow")}>{t("It may have been removed, or the address is cut short.")}</Empty>}
      {query.isError && !gone && !workflow && <Wrong what={t("This workflow did not load.")} error={query.error} onRetry={() => void query.refetch()} />}
      {workflow && (
        <>
          {workflow.trouble && <Trouble text={workflow.trouble} />}
          <TabRow label={t("Parts of the workflow")} tabs={tabs(workflow)} value={tab} onChange={onTab} />
          {tab === "flow" && <FlowTab workflow={workflow} />}
          {tab === "rules" && <PageBody label={workflow.name}><RulesTab workflow={workflow} /></PageBody>}
          {tab === "texts" && <PageBody label={workflow.name}><TextsTab workflow={workflow} /></PageBody>}
          {tab === "enrolments" && <PageBody label={workflow.name}><EnrolmentsTab workflow={workflow} /></PageBody>}
          {tab === "rehearsal" && <PageBody label={workflow.name}><RehearsalTab workflow={workflow} /></PageBody>}
          {tab === "log" && <PageBody label={workflow.name}><RunLog scope={{ workflow: id }} onEvent={onEvent} /></PageBody>}
        </>
      )}
    </>
  );
}

function tabs(workflow: WorkflowDetail): { key: WorkflowTab; label: string; count?: number }[] {
  const texts = new Set(workflow.messages.map(({ key }) => key)).size;
  return [
    { key: "flow", label: t("Flow") },
    { key: "rules", label: t("Rules") },
    ...(texts > 0 ? [{ key: "texts" as const, label: t("Texts"), count: texts }] : []),
    { key: "enrolments", label: t("Enrolments"), count: workflow.numbers.entered },
    { key: "rehearsal", label: t("Rehearsal") },
    { key: "log", label: t("Log") },
  ];
}

function Beside({ workflow }: { workflow: WorkflowDetail }) {
  return (
    <>
      <StateChip tone={workflow.is_on ? "good" : "quiet"}>{workflow.is_on ? t("On|state") : t("Off|state")}</StateChip>
      <span className="quiet cut wide-only">
        {workflow.audience === "customer_touch" ? t("Customer touch, version {version}", { version: String(workflow.version) }) : t("Internal notification, version {version}", { version: String(workflow.version) })}
      </span>
    </>
  );
}

/** Why it rests although it is on. */
function Trouble({ text }: { text: string }) {
  return (
    <p role="status" className={classes.trouble}>
      <IconAlertTriangle size={16} aria-hidden="true" /> {text}
    </p>
  );
}

function OnOff({ workflow }: { workflow: WorkflowDetail }) {
  const may = useCan("workflow.switch");
  const { asking, busy, press, close } = useSwitching(workflow);
  return (
    <>
      <Tooltip label={t("Your role cannot switch workflows.")} disabled={may}>
        <Button {...(workflow.is_on ? { variant: "default" } : {})} loading={busy} data-disabled={!may || undefined} aria-disabled={!may} onClick={() => may && press()}>
          {workflow.is_on ? t("Switch off") : t("Switch on")}
        </Button>
      </Tooltip>
      {asking && <SwitchDialog workflow={workflow} onClose={close} />}
    </>
  );
}
