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

/** `of` is what the list is about and need not be named in each row. */
type Props = { entries: RunLogEntry[]; onEvent?: ((id: string) => void) | undefined; of?: "customer" | "workflow" | "event" };

export function RunLogList({ entries, onEvent, of = "event" }: Props) {
  return (
    <ol className={classes.log}>
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} onEvent={onEvent} of={of} />
      ))}
    </ol>
  );
}

type EntryProps = { entry: RunLogEntry; onEvent: Props["onEvent"]; of: NonNullable<Props["of"]> };

function Entry({ entry, onEvent, of }: EntryProps) {
  const { word, tone } = outcomeWord(entry.outcome);
  const event = entry.event_id;
  return (
    <li className={classes.entry}>
      <div className={classes.chip}>
        <StateChip tone={tone}>{word}</StateChip>
      </div>
      <div className={classes.words}>
        <p className={classes.text}>{entry.text}</p>
        <About entry={entry} of={of} />
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

/** Who it was about and which workflow, the part the page is about left out. */
function About({ entry, of }: Pick<EntryProps, "entry" | "of">) {
  return (
    <p className={classes.facts}>
      {of === "workflow" && entry.customer && (
        <Link to="/customers/$id" params={{ id: entry.customer.id }}>
          {called(entry.customer.name)}
        </Link>
      )}
      {of !== "workflow" && (
        <Link to="/workflows/$key" params={{ key: entry.workflow.key }}>
          {entry.workflow.name}
        </Link>
      )}
      {entry.contact && <span>{called(entry.contact.name)}</span>}
    </p>
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
