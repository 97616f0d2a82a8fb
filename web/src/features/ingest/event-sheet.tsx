/** One event in a drawer: what it did and why, then what it carried. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { called, moment } from "@/lib/format";
import type { EventDetail, RunLogEntry } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { type Fact, Facts } from "@/ui/panel";
import { PropertyTree } from "@/ui/property-tree";
import { SideSheet } from "@/ui/side-sheet";
import { Coming, Wrong } from "@/ui/states";
import { didShort, kindWord, stateSentence, stateWord } from "./event-words";
import classes from "./events.module.css";
import { eventQuery } from "./use-events";

type Props = { id: string | null; onClose: () => void; log: (entries: RunLogEntry[]) => ReactNode };

export function EventSheet({ id, onClose, log }: Props) {
  const query = useQuery({ ...eventQuery(id ?? ""), enabled: id !== null });
  const event = query.data;
  return (
    <SideSheet opened={id !== null} onClose={onClose} title={event?.name ?? t("Event")} size={600}>
      {query.isLoading && <Coming what={t("Reading the event")} />}
      {query.isError && !event && <Wrong what={t("The event did not load.")} error={query.error} onRetry={() => void query.refetch()} />}
      {event && <Body event={event} log={log} />}
    </SideSheet>
  );
}

function Body({ event, log }: { event: EventDetail; log: Props["log"] }) {
  const { word, tone } = stateWord(event.state);
  const carried = Object.keys(event.properties ?? {}).length > 0;
  return (
    <div className={classes.sheet}>
      <div>
        <StateChip tone={tone}>{word}</StateChip> <span className="quiet">{stateSentence(event.state)}</span>
      </div>
      {event.message && <p className={classes.refusal}>{event.message}</p>}
      {event.state !== "rejected" && <Did event={event} />}
      {event.log?.length > 0 && (
        <section>
          <h3 className={classes.heading}>{t("Why")}</h3>
          <div className={classes.log}>{log(event.log)}</div>
        </section>
      )}
      <Followed event={event} />
      <section>
        <h3 className={classes.heading}>{t("Properties")}</h3>
        {carried ? <PropertyTree value={event.properties} /> : <p className="quiet">{event.state === "rejected" ? <code className={classes.code}>{event.summary}</code> : t("It carried none.")}</p>}
      </section>
      <section>
        <h3 className={classes.heading}>{t("About the event")}</h3>
        <Facts facts={facts(event)} />
      </section>
      {Object.keys(event.context ?? {}).length > 0 && (
        <section>
          <h3 className={classes.heading}>{t("Context")}</h3>
          <PropertyTree value={event.context} />
        </section>
      )}
    </div>
  );
}

function Did({ event }: { event: EventDetail }) {
  return (
    <section>
      <h3 className={classes.heading}>{t("What it did")}</h3>
      {event.did.length === 0 && <p className="quiet">{t("It was folded into the record; no workflow acted.")}</p>}
      <ul className={classes.did}>
        {event.did.map((one) => (
          <li key={`${one.kind} ${one.text}`}>
            <span className="strong">{one.kind === "enrolled" ? t("Began|workflow") : one.text}</span>
            {one.workflow && (
              <Link to="/workflows/$key" params={{ key: one.workflow.key }} className="quiet small">
                {one.workflow.name}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Events the engine derived from this one, worked right behind it. */
function Followed({ event: { derived } }: { event: EventDetail }) {
  if (derived.length === 0) return null;
  return (
    <section>
      <h3 className={classes.heading}>{t("What followed")}</h3>
      <ul className={classes.did}>
        {derived.map((one) => (
          <li key={one.id}>
            <span className="strong">{one.name}</span>
            <span className="quiet small">{didShort(one) || one.summary}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function facts(event: EventDetail): Fact[] {
  const optional: (Fact | false)[] = [
    event.customer != null && { key: "customer", label: t("Customer"), value: <Link to="/customers/$id" params={{ id: event.customer.id }}>{called(event.customer.name)}</Link> },
    event.contact != null && { key: "contact", label: t("Person"), value: called(event.contact.name) },
    { key: "kind", label: t("Kind"), value: kindWord(event.kind) },
    { key: "source", label: t("Source"), value: event.source },
    event.at !== null && { key: "at", label: t("Happened"), value: <span className="num">{moment(event.at)}</span> },
    { key: "received", label: t("Received"), value: <span className="num">{moment(event.received_at)}</span> },
    event.historical && { key: "historical", label: t("Historical"), value: t("taught the record and started nothing") },
    event.late && { key: "late", label: t("Late"), value: t("it came after newer ones") },
    event.duplicates > 0 && { key: "duplicates", label: t("Came again"), value: t("{n} more times, counted once", { n: event.duplicates }) },
    Boolean(event.message_id) && { key: "id", label: t("Message id"), value: <code className={classes.code}>{event.message_id}</code> },
  ];
  return optional.filter((fact) => fact !== false);
}
