/** A message in two lines: what and to whom, then its fate with the reason. */
import { moment } from "@/lib/format";
import type { Message } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { Moment } from "@/ui/moment";
import classes from "./messages.module.css";
import { markWord, messageWord } from "./use-messages";

const BAD = new Set<string>(["bounced", "failed", "complained"]);

export function MessageRow({ message, onOpen, showCustomer = true }: { message: Message; onOpen: () => void; showCustomer?: boolean }) {
  const { word, tone } = messageWord(message.state);
  const last = message.state === "sent" ? message.marks.at(-1) : undefined;
  const who = [message.to_name ?? message.to ?? t("no address"), showCustomer ? message.customer?.name : undefined, message.workflow?.name].filter(Boolean);
  return (
    <li>
      <button type="button" className={classes.row} onClick={onOpen}>
        <span className={classes.words}>
          <span className={`${classes.subject ?? ""} cut`}>{message.subject || t("no subject")}</span>
          <span className="quiet small cut">{who.join(" · ")}</span>
          {message.reason && message.state !== "sent" && <span className={classes.reason}>{fate(message)}</span>}
        </span>
        <span className={classes.right}>
          <StateChip tone={last && BAD.has(last) ? "bad" : tone}>{last ? markWord(last) : word}</StateChip>
          <span className="quiet small">
            <Moment at={message.sent_at ?? message.created_at} />
          </span>
        </span>
      </button>
    </li>
  );
}

function fate({ reason, next_at: next }: Message): string {
  return next === null || reason === null ? (reason ?? "") : t("{reason}; next try {moment}", { reason, moment: moment(next) });
}
