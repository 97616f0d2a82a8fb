/** One workflow, to read: its flow, rules, texts, who is in it and what it did. */
import { Button, Tooltip } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Problem } from "@/lib/http";
import { useKeys } from "@/lib/keys";
import { useCan } from "@/lib/session";
import type { Draft, WorkflowDetail } from "@/lib/shapes";
import { language, t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { PageBody, PageHead } from "@/ui/page";
import { Coming, Empty, Wrong } from "@/ui/states";
import { TabRow } from "@/ui/tab-row";
import { Builder } from "./builder/builder";
import { DraftActions, DraftBeside } from "./builder/draft-head";
import { RulesEditor } from "./builder/rules-editor";
import { type DraftHand, useDraft, useDraftHand, useFreshDraft } from "./builder/use-draft";
import { VersionsTab } from "./builder/versions-tab";
import { EnrolmentsTab } from "./enrolments-tab";
import { FlowTab } from "./flow-tab";
import { PauseBar } from "./pause-bar";
import { RehearsalTab } from "./rehearsal/rehearsal-tab";
import { RulesTab } from "./rules-tab";
import { RunLog } from "./run-log";
import { SwitchDialog } from "./switch-dialog";
import { useSwitching } from "./use-switching";
import classes from "./tabs.module.css";
import { TextsTab } from "./texts-tab";
import { useFreshWorkflow, workflowQuery } from "./use-workflows";

export type WorkflowTab = "flow" | "rules" | "texts" | "enrolments" | "rehearsal" | "log" | "versions";
type Props = { id: string; tab: WorkflowTab; onTab: (tab: WorkflowTab) => void; onEvent: (id: string) => void };

export function WorkflowPage(props: Props) {
  const { id } = props;
  const query = useQuery(workflowQuery(id));
  const mayEdit = useCan("workflow.edit");
  const draft = useDraft(id, mayEdit);
  const navigate = useNavigate();
  const workflow = query.data;
  useFreshWorkflow(id);
  // While a step looks for its place, Escape is about that.
  useKeys({ Escape: () => document.querySelector("[data-moving]") === null && void navigate({ to: "/workflows" }) });
  const gone = query.error instanceof Problem && query.error.status === 404;
  if (workflow && mayEdit && draft.data) return <Changing {...props} workflow={workflow} draft={draft.data} />;
  const waits = query.isPending || (mayEdit && draft.isPending);
  return (
    <>
      <PageHead title={workflow?.name ?? t("Workflow")} lang={workflow?.lang} parent={{ label: t("Workflows"), to: "/workflows" }} isHeading beside={workflow && <Beside workflow={workflow} />} actions={workflow && !waits && <OnOff workflow={workflow} />} />
      {waits && <Coming what={t("Reading the workflow")} />}
      {gone && <Empty title={t("There is no such workflow")}>{t("It may have been removed, or the address is cut short.")}</Empty>}
      {query.isError && !gone && !workflow && <Wrong what={t("This workflow did not load.")} error={query.error} onRetry={() => void query.refetch()} />}
      {workflow && !waits && <Tabs {...props} workflow={workflow} hand={null} />}
    </>
  );
}

/** The same for who may change it: what is seen is the draft. */
function Changing({ workflow, draft, ...props }: Props & { workflow: WorkflowDetail; draft: Draft }) {
  const hand = useDraftHand(draft);
  useFreshDraft(draft.key);
  const name = (language() === "vi" && (hand.definition["label_vi"] as string | undefined)) || hand.definition.label || t("Workflow");
  return (
    <>
      <PageHead
        title={name}
        parent={{ label: t("Workflows"), to: "/workflows" }}
        isHeading
        beside={<DraftBeside hand={hand} workflow={workflow} />}
        actions={
          <DraftActions hand={hand} workflow={workflow}>
            <OnOff workflow={workflow} quiet={hand.draft.is_changed} />
          </DraftActions>
        }
      />
      <Tabs {...props} workflow={workflow} hand={hand} />
    </>
  );
}

function Tabs({ id, tab, onTab, onEvent, workflow, hand }: Props & { workflow: WorkflowDetail; hand: DraftHand | null }) {
  return (
    <>
      {workflow.trouble && <Trouble text={workflow.trouble} />}
      <PauseBar workflow={workflow} />
      <TabRow label={t("Parts of the workflow")} tabs={tabs(workflow)} value={tab} onChange={onTab} />
      {tab === "flow" && (hand ? <Builder hand={hand} workflow={workflow} /> : <FlowTab workflow={workflow} />)}
      {tab === "rules" && (hand ? <RulesEditor hand={hand} /> : <PageBody label={workflow.name}><RulesTab workflow={workflow} /></PageBody>)}
      {tab === "texts" && <PageBody label={workflow.name}><TextsTab workflow={workflow} /></PageBody>}
      {tab === "enrolments" && <PageBody label={workflow.name}><EnrolmentsTab workflow={workflow} /></PageBody>}
      {tab === "rehearsal" && <PageBody label={workflow.name}><RehearsalTab workflow={workflow} /></PageBody>}
      {tab === "log" && <PageBody label={workflow.name}><RunLog scope={{ workflow: id }} onEvent={onEvent} /></PageBody>}
      {tab === "versions" && <VersionsTab workflow={workflow} hand={hand} />}
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
    { key: "versions", label: t("Versions"), count: workflow.version },
  ];
}

function Beside({ workflow }: { workflow: WorkflowDetail }) {
  return (
    <>
      <StateChip tone={workflow.is_on ? "good" : "quiet"}>{workflow.is_on ? t("On|state") : t("Off|state")}</StateChip>
      {workflow.paused && <StateChip tone="warn">{t("Sends nothing")}</StateChip>}
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
      <IconAlertTriangle size={16} aria-hidden="true" />
      <span>
        <b>{t("It rests until this is mended.")}</b> {text}
      </span>
    </p>
  );
}

/** `quiet` where something else is the next thing to do. */
function OnOff({ workflow, quiet = false }: { workflow: WorkflowDetail; quiet?: boolean }) {
  const may = useCan("workflow.switch");
  const { asking, busy, press, close } = useSwitching(workflow);
  return (
    <>
      <Tooltip label={t("Your role cannot switch workflows.")} disabled={may}>
        <Button {...(workflow.is_on || quiet ? { variant: "default" } : {})} loading={busy} data-disabled={!may || undefined} aria-disabled={!may} onClick={() => may && press()}>
          {workflow.is_on ? t("Switch off") : t("Switch on")}
        </Button>
      </Tooltip>
      {asking && <SwitchDialog workflow={workflow} onClose={close} />}
    </>
  );
}
