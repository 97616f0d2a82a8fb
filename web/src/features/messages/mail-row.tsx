/** A mail in the list: to whom, what about, and whether it was read. */
import { clsx } from "clsx";
import { moment } from "@/lib/format";
import type { Mail } from "@/lib/shapes";
import { t } from "@/lib/t";
import classes from "./mailbox.module.css";

export function MailRow({ mail, on, onOpen }: { mail: Mail; on: boolean; onOpen: () => void }) {
  return (
    <li>
      <button type="button" className={clsx(classes.row, on && classes.on, !mail.is_read && classes.unread)} aria-current={on || undefined} onClick={onOpen}>
        <span className={classes.top}>
          <span className={clsx(classes.to, "cut")}>{mail.to_name ?? mail.to}</span>
          <span className="quiet small num">{moment(mail.at)}</span>
        </span>
        <span className={clsx(classes.subject, "cut")}>
          {!mail.is_read && <span className="hidden-words">{t("Unread:")}</span>}
          {mail.subject || t("no subject")}
        </span>
        <span className="quiet small cut">{mail.customer?.name ?? t("To the team")}</span>
      </button>
    </li>
  );
}
