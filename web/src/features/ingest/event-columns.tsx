/** The columns of the tail, and those of the rejected events. */
import { Link } from "@tanstack/react-router";
import { called, clockWithSeconds, exactly, isToday, moment } from "@/lib/format";
import type { Event } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import type { Column } from "@/ui/row-table";
import { didShort, stateWord } from "./event-words";
import classes from "./events.module.css";

type Open = (id: string) => void;

export function eventColumns(onOpen: Open): Column<Event>[] {
  return [
    { key: "at", head: t("Received"), width: "minmax(64px, 116px)", cell: (row) => <Received at={row.received_at} /> },
    { key: "name", head: t("Event"), width: "minmax(150px, 1.4fr)", cell: (row) => <Name row={row} onOpen={onOpen} /> },
    { key: "customer", head: t("Customer"), width: "minmax(130px, 1.2fr)", cell: (row) => <Customer row={row} /> },
    { key: "contact", head: t("Person"), width: "minmax(110px, 0.9fr)", from: "wide", cell: (row) => row.contact?.name || <span className="quiet">{t("the whole customer")}</span> },
    { key: "state", head: t("State"), width: "96px", cell: (row) => <State row={row} /> },
    { key: "did", head: t("What it did"), width: "minmax(140px, 1.8fr)", from: "middle", cell: (row) => <span title={didShort(row)}>{didShort(row) || <span className="quiet">{row.state === "matched" ? t("through what followed") : t("nothing more")}</span>}</span> },
  ];
}

export function rejectedColumns(onOpen: Open): Column<Event>[] {
  return [
    { key: "at", head: t("Received"), width: "minmax(64px, 116px)", cell: (row) => <Received at={row.received_at} /> },
    { key: "name", head: t("Event"), width: "minmax(120px, 0.8fr)", cell: (row) => <Name row={row} onOpen={onOpen} /> },
    { key: "why", head: t("Why it was rejected"), width: "minmax(200px, 3fr)", cell: (row) => <Reason row={row} /> },
    { key: "source", head: t("Source"), width: "minmax(90px, 0.8fr)", from: "middle", cell: (row) => row.source },
  ];
}

export function Received({ at }: { at: string }) {
  return (
    <time dateTime={at} title={exactly(at)} className="num quiet">
      {isToday(at) ? clockWithSeconds(at) : moment(at)}
    </time>
  );
}

function Name({ row, onOpen }: { row: Event; onOpen: Open }) {
  return (
    <span className={classes.name}>
      <button type="button" className={`${classes.link ?? ""} cut`} onClick={() => onOpen(row.id)} data-row-link>
        {row.name || t("without a name")}
      </button>
      {row.summary && row.state !== "rejected" && <span className="quiet cut">{row.summary}</span>}
    </span>
  );
}

function Customer({ row }: { row: Event }) {
  if (!row.customer) return <span className="quiet">{t("a visitor")}</span>;
  return (
    <Link to="/customers/$id" params={{ id: row.customer.id }} className={classes.quietLink} title={row.customer.name}>
      {called(row.customer.name)}
    </Link>
  );
}

export function State({ row }: { row: Event }) {
  const { word, tone } = stateWord(row.state);
  if (row.state === "no_match") return <span className="quiet">{row.historical ? t("Historical") : word}</span>;
  return <StateChip tone={tone}>{word}</StateChip>;
}

function Reason({ row }: { row: Event }) {
  return (
    <span className={classes.reason} title={row.message ?? undefined}>
      <span className="cut">{row.message ?? row.code}</span>
      <span className="quiet small cut">
        {row.code}
        {row.field ? ` · ${row.field}` : ""}
      </span>
    </span>
  );
}
