/** An event in two lines, as a phone lists it. */
import { ago, called } from "@/lib/format";
import type { Event } from "@/lib/shapes";
import { t } from "@/lib/t";
import { State } from "./event-columns";
import { didShort } from "./event-words";
import classes from "./events.module.css";

export function EventLine({ event, onOpen }: { event: Event; onOpen: (id: string) => void }) {
  const below = event.state === "rejected" ? event.message : [event.customer ? called(event.customer.name) : t("a visitor"), didShort(event) || event.summary].filter(Boolean).join(" · ");
  return (
    <button type="button" className={classes.line} onClick={() => onOpen(event.id)} data-row-link>
      <span className={classes.lineTop}>
        <span className="strong cut">{event.name || t("without a name")}</span>
        <State row={event} />
      </span>
      <span className={classes.lineTop}>
        <span className="quiet small cut">{below}</span>
        <span className="quiet small num">{ago(event.received_at)}</span>
      </span>
    </button>
  );
}
