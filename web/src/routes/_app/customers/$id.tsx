/** /customers/ID: the record, with what the other stations know of this customer. */
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { CustomerOverview } from "@/features/customers/customer-overview";
import { CustomerPage, type CustomerTab } from "@/features/customers/customer-page";
import { UsageTab } from "@/features/customers/usage-tab";
import { CustomerTasks } from "@/features/desk/customer-tasks";
import { EventSheet } from "@/features/ingest/event-sheet";
import { CustomerMessages } from "@/features/messages/customer-messages";
import { CustomerSessions } from "@/features/sessions/customer-sessions";
import { useCan } from "@/lib/session";
import { RunLog } from "@/features/workflows/run-log";
import { RunLogList } from "@/features/workflows/run-log-list";
import { RunningPanel } from "@/features/workflows/running-panel";
import { only } from "@/only";

const TABS: readonly CustomerTab[] = ["overview", "usage", "messages", "log"];

export const Route = createFileRoute("/_app/customers/$id")({
  validateSearch: (given): { tab?: CustomerTab | undefined } => {
    const tab = TABS.find((known) => known === given["tab"]);
    return { tab };
  },
  params: { parse: ({ id }) => ({ id: idOf(id) }), stringify: ({ id }) => ({ id: String(id) }) },
  component: only("customer.read", CustomerRoute),
});

/** Customers have whole numbers; anything else is nobody, and says so. */
function idOf(text: string): number {
  return /^[1-9]\d{0,15}$/.test(text) ? Number(text) : 0;
}

function CustomerRoute() {
  const { id } = Route.useParams();
  const { tab = "overview" } = Route.useSearch();
  const [event, setEvent] = useState<string | null>(null);
  const navigate = useNavigate();
  const seesEvents = useCan("event.read");
  const seesMessages = useCan("message.read");
  const seesTasks = useCan("task.read");
  const seesSessions = useCan("session.read");
  const seesWorkflows = useCan("workflow.read");
  const onTab = (next: CustomerTab) => void navigate({ to: "/customers/$id", params: { id }, search: next === "overview" ? {} : { tab: next }, replace: true });
  return (
    <>
      <CustomerPage
        id={id}
        tab={tab}
        onTab={onTab}
        bodies={{
          overview: (customer) => <CustomerOverview customer={customer} tasks={<>{seesTasks && <CustomerTasks customer={customer} />}{seesSessions && <CustomerSessions customer={customer} />}</>} running={seesWorkflows && <RunningPanel customer={id} onLog={() => onTab("log")} />} onUsage={() => onTab("usage")} onEvent={seesEvents ? setEvent : undefined} />,
          usage: (customer) => <UsageTab customer={customer} />,
          messages: seesMessages ? () => <CustomerMessages customer={id} /> : undefined,
          log: seesWorkflows ? () => <RunLog scope={{ customer: id }} onEvent={seesEvents ? setEvent : undefined} /> : undefined,
        }}
      />
      <EventSheet id={event} onClose={() => setEvent(null)} log={(entries) => <RunLogList entries={entries} />} />
    </>
  );
}
