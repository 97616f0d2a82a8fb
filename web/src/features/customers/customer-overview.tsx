/** The overview: at the left what happened, at the right who is there, what runs and what is known. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { day, value as words } from "@/lib/format";
import { at } from "@/lib/http";
import { useCan } from "@/lib/session";
import type { CustomerDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Facts, Panel } from "@/ui/panel";
import { FilesPanel } from "./files-panel";
import { NotesPanel } from "./notes-panel";
import { OwnFieldsPanel } from "./own-fields-panel";
import { useMayChange } from "./use-may-change";
import { ownFieldsQuery } from "./use-views";
import { ContactsPanel } from "./contacts-panel";
import classes from "./customer-page.module.css";
import { FeedbackPanel } from "./feedback-panel";
import { ScorePanel } from "./score-panel";
import { StagesPanel } from "./stages-panel";
import { subscriptionWord } from "./subscription-word";
import { Timeline } from "./timeline";
import { UsagePanel } from "./usage-panel";

type Props = { customer: CustomerDetail; running: ReactNode; tasks: ReactNode; onUsage: () => void; onEvent: ((id: string) => void) | undefined };

export function CustomerOverview({ customer, running, tasks, onUsage, onEvent }: Props) {
  const seesNotes = useCan("note.read");
  const mayChange = useMayChange(customer);
  return (
    <div className={classes.columns}>
      <div className={classes.column}>
        <UsagePanel customer={customer} onMore={onUsage} />
        {seesNotes && <NotesPanel customer={customer.id} />}
        <Timeline id={customer.id} onEvent={onEvent} />
      </div>
      <div className={classes.column}>
        {tasks}
        {running}
        <ContactsPanel customer={customer} />
        <OwnFieldsPanel subject="customer" address={at`/api/customers/${customer.id}/fields`} customer={customer.id} given={Object.fromEntries(customer.traits.map(({ name, value }) => [name, value]))} mayWrite={mayChange} />
        {seesNotes && <FilesPanel customer={customer.id} />}
        <StagesPanel customer={customer} />
        <ScorePanel customer={customer} onEvent={onEvent} />
        <FeedbackPanel customer={customer} />
        <KnownPanel customer={customer} />
      </div>
    </div>
  );
}

/** Said where names have no end, as when ids are written into them. */
const FULL: Record<string, () => string> = {
  traits: () => t("This customer has 500 different traits; further ones are not kept. Do not write ids into names."),
  features: () => t("This customer used 500 different features; further ones are not counted. Do not write ids into names."),
  events: () => t("This customer had 1,000 different events; further names are not counted. Do not write ids into names."),
};

/** Every trait as the product reported it, besides the columns we know by name. */
function KnownPanel({ customer }: { customer: CustomerDetail }) {
  const own = [
    { key: "industry", label: t("Industry"), value: customer.industry || t("not known"), missing: !customer.industry },
    { key: "employees", label: t("Employees"), value: words(customer.employees), missing: customer.employees === null },
    { key: "subscription", label: t("Subscription"), value: customer.subscription_status === null ? t("not known") : subscriptionWord(customer.subscription_status), missing: customer.subscription_status === null },
    { key: "since", label: t("Customer since"), value: day(customer.since ?? customer.created_at) },
  ];
  const taken = new Set(["industry", "employees", "name", "website", "plan", "domain", "subscription_status", "currency", "yearly_value", "renews_at", "created_at", "seats"]);
  const fields = useQuery(ownFieldsQuery).data?.items ?? [];
  for (const { key, subject } of fields) if (subject === "customer") taken.add(key);
  const traits = customer.traits
    .filter(({ name }) => !taken.has(name))
    .map(({ name, label, value }) => ({ key: `trait ${name}`, label, value: words(value) }));
  return (
    <Panel title={t("What is known")}>
      <Facts facts={[...own, ...traits]} />
      {customer.full_of.map((of) => (
        <p key={of} className="quiet" style={{ margin: 0, padding: "0 14px 12px" }}>
          {FULL[of]?.()}
        </p>
      ))}
    </Panel>
  );
}
