/** Entries of the run log as rows; the reasons open in place, and stand open where something did not happen. */
import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { called, moment } from "@/lib/format";
import type { RunLogEntry } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { outcomeWord } from "./run-words";
import classes from "./run-log.module.css";
import { WhyList } from "./why-list";

type Props = { entries: RunLogEntry[]; onEvent?: ((id: string) => void) | undefined; showCustomer?: boolean };

export function RunLogList({ entries, onEvent, showCustomer = false }: Props) {
  return (
    <ol className={classes.log}>
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} onEvent={onEvent} showCustomer={showCustomer} />
      ))}
    </ol>
  );
}

type EntryProps = { entry: RunLogEntry; onEvent: Props["onEvent"]; showCustomer: boolean };

function Entry({ entry, onEvent, showCustomer }: EntryProps) {
  const { word, tone } = outcomeWord(entry.outcome);
  const event = entry.event_id;
  return (
    <li className={classes.entry}>
      <div className={classes.chip}>
        <StateChip tone={tone}>{word}</StateChip>
      </div>
      <div className={classes.words}>
        <p className={classes.text}>{entry.text}</p>
        <p className={classes.facts}>
          <Link to="/workflows/$key" params={{ key: entry.workflow.key }}>
            {entry.workflow.name}
          </Link>
          {showCustomer && entry.customer && (
            <Link to="/customers/$id" params={{ id: entry.customer.id }}>
              {called(entry.customer.name)}
            </Link>
          )}
          {entry.contact && <span>{called(entry.contact.name)}</span>}
        </p>
        <Reasons entry={entry} />
      </div>
      {event !== null && onEvent ? (
        <button type="button" className={`${classes.time ?? ""} num`} onClick={() => onEvent(event)} title={t("The event behind it")}>
          {moment(entry.at)}
        </button>
      ) : (
        <time className={`${classes.time ?? ""} num`} dateTime={entry.at}>
          {moment(entry.at)}
        </time>
      )}
    </li>
  );
}

const TELLING = new Set(["not_entered", "held", "skipped", "failed"]);

function Reasons({ entry: { why, outcome } }: { entry: RunLogEntry }) {
  const [open, setOpen] = useState(TELLING.has(outcome));
  if (why.length === 0) return null;
  const held = why.filter(({ passed }) => passed).length;
  return (
    <>
      <button type="button" className={classes.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
        <IconChevronRight size={13} aria-hidden="true" />
        {t("Why: {held} of {n} conditions held", { held, n: why.length })}
      </button>
      {open && <WhyList why={why} />}
    </>
  );
}
