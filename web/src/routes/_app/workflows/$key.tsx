/** /workflows/KEY: one workflow, its tab in the address. */
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { EventSheet } from "@/features/ingest/event-sheet";
import { RunLogList } from "@/features/workflows/run-log-list";
import { WorkflowPage, type WorkflowTab } from "@/features/workflows/workflow-page";
import { only } from "@/only";

const TABS: readonly WorkflowTab[] = ["flow", "rules", "texts", "enrolments", "rehearsal", "log", "versions"];

export const Route = createFileRoute("/_app/workflows/$key")({
  validateSearch: (given): { tab?: WorkflowTab | undefined } => {
    const tab = TABS.find((known) => known === given["tab"]);
    return { tab };
  },
  component: only("workflow.read", WorkflowRoute),
});

function WorkflowRoute() {
  const { key } = Route.useParams();
  const { tab = "flow" } = Route.useSearch();
  const [event, setEvent] = useState<string | null>(null);
  const navigate = useNavigate();
  const onTab = (next: WorkflowTab) => void navigate({ to: "/workflows/$key", params: { key }, search: next === "flow" ? {} : { tab: next }, replace: true });
  return (
    <>
      <WorkflowPage key={key} id={key} tab={tab} onTab={onTab} onEvent={setEvent} />
      <EventSheet id={event} onClose={() => setEvent(null)} log={(entries) => <RunLogList entries={entries} />} />
    </>
  );
}
