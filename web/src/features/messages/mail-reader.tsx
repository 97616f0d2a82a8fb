/** One mail as its reader saw it: HTML where it can do nothing, or the plain text; and its headers. */
import { Button, SegmentedControl } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { at } from "@/lib/http";
import type { MailDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { PersonFace } from "@/ui/faces";
import { MailFrame } from "@/ui/mail-frame";
import { Moment } from "@/ui/moment";
import { Coming, Wrong } from "@/ui/states";
import classes from "./mailbox.module.css";
import { mailQuery } from "./use-mailbox";

type View = "html" | "text" | "headers";

export function MailReader({ id, onBack }: { id: string; onBack: () => void }) {
  const query = useQuery(mailQuery(id));
  const client = useQueryClient();
  const read = query.data?.id;
  useEffect(() => {
    if (read !== undefined) void client.invalidateQueries({ queryKey: ["mailbox"] });
  }, [read, client]);
  return (
    <>
      <Button className={classes.back} variant="subtle" color="gray" leftSection={<IconArrowLeft size={15} aria-hidden="true" />} onClick={onBack}>
        {t("All mail")}
      </Button>
      {query.isPending && <Coming what={t("Reading the mail")} />}
      {query.isError && <Wrong what={t("The mail did not load.")} error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Letter key={id} mail={query.data} />}
    </>
  );
}

function Letter({ mail }: { mail: MailDetail }) {
  const [view, setView] = useState<View>(mail.html ? "html" : "text");
  return (
    <article className={classes.letter}>
      <header className={classes.head}>
        <h2 className={classes.title}>{mail.subject || t("no subject")}</h2>
        <div className={classes.people}>
          <PersonFace name={mail.to_name ?? mail.to} size={28} />
          <div className={classes.words}>
            <span>
              <b>{mail.to_name ?? mail.to}</b> <span className="quiet">{mail.to_name ? mail.to : ""}</span>
            </span>
            <span className="quiet small">
              {t("from {sender}", { sender: mail.from })} · <Moment at={mail.at} />
            </span>
          </div>
        </div>
        <div className={classes.links}>
          {mail.customer && (
            <Link to="/customers/$id" params={{ id: mail.customer.id }}>
              {mail.customer.name}
            </Link>
          )}
          {mail.workflow && (
            <Link to="/workflows/$key" params={{ key: mail.workflow.key }}>
              {mail.workflow.name}
            </Link>
          )}
          {mail.calendar && (
            <a download="invite.ics" href={`data:text/calendar;charset=utf-8,${encodeURIComponent(mail.calendar)}`}>
              {t("Calendar entry")}
            </a>
          )}
          <SegmentedControl className={classes.views} aria-label={t("How to show it")} value={view} onChange={(next) => setView(next as View)} data={views(mail)} />
        </div>
      </header>
      {view === "html" && <Html mail={mail} />}
      {view === "text" && <pre className={classes.text}>{mail.text}</pre>}
      {view === "headers" && <Headers mail={mail} />}
      {view === "html" && <p className={classes.note}>{t("Pictures from elsewhere and scripts are off.")}</p>}
    </article>
  );
}

function views(mail: MailDetail): { value: View; label: string }[] {
  return [...(mail.html ? [{ value: "html" as const, label: t("As sent") }] : []), { value: "text", label: t("Text") }, { value: "headers", label: t("Headers") }];
}

/** The server's own page of the body carries its policy as a header; without a server the text is framed as it is. */
function Html({ mail }: { mail: MailDetail }) {
  const framed = import.meta.env.MODE === "fake" ? { html: mail.html ?? "" } : { src: at`/api/mailbox/${mail.id}/body` };
  return (
    <div className={classes.paper}>
      <MailFrame {...framed} />
    </div>
  );
}

function Headers({ mail }: { mail: MailDetail }) {
  return (
    <dl className={classes.headers}>
      {mail.headers.map(([name, value]) => (
        <div key={name + value}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
