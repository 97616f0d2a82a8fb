/** One message in a sheet: its fate, why, every try, and the text itself. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { moment, value } from "@/lib/format";
import { useCan } from "@/lib/session";
import type { MessageDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { MailFrame } from "@/ui/mail-frame";
import { Facts } from "@/ui/panel";
import { SideSheet } from "@/ui/side-sheet";
import { Coming, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import classes from "./messages.module.css";
import { markWord, messageQuery, messageWord, useMessageAction } from "./use-messages";

export function MessageSheet({ id, onClose }: { id: string | null; onClose: () => void }) {
  const query = useQuery({ ...messageQuery(id ?? ""), enabled: id !== null });
  const message = query.data;
  return (
    <SideSheet opened={id !== null} onClose={onClose} title={message?.subject ?? t("Message")} size={620}>
      {query.isError && !message && <Wrong what={t("The message did not load.")} error={query.error} onRetry={() => void query.refetch()} />}
      {query.isLoading && <Coming what={t("Reading the message")} />}
      {message && <Body message={message} onClose={onClose} />}
    </SideSheet>
  );
}

function Body({ message, onClose }: { message: MessageDetail; onClose: () => void }) {
  const why = message.why ?? message.reason;
  return (
    <div className={classes.sheet}>
      {why && message.state !== "sent" && <p className={classes.why}>{why}</p>}
      <Actions message={message} onClose={onClose} />
      <Facts facts={facts(message)} />
      <div className={classes.paper}>
        <MailFrame html={message.html || `<pre style="white-space:pre-wrap;font:inherit">${escape(message.text ?? "")}</pre>`} />
      </div>
      <section>
        <h3 className={classes.heading}>{t("Tries")}</h3>
        {message.attempts.length === 0 && <p className="quiet">{t("Not tried yet.")}</p>}
        <ol className={classes.attempts}>
          {message.attempts.map(({ at, result }) => (
            <li key={at}>
              <span className="num">{moment(at)}</span> {result}
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

export function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function Actions({ message, onClose }: { message: MessageDetail; onClose: () => void }) {
  const retry = useMessageAction(message.id, "retry");
  const discard = useMessageAction(message.id, "discard");
  const may = useCan("message.write");
  if (!may) return null;
  if (message.state !== "failed" && message.state !== "unknown") return null;
  const after = (done: string) => ({
    onSuccess: () => {
      say(done);
      onClose();
    },
    onError: (error: Error) => warn(reason(error)),
  });
  return (
    <div className={classes.actions}>
      <Button onClick={() => retry.mutate(undefined, after(t("It waits to be sent again.")))} loading={retry.isPending}>
        {t("Send again")}
      </Button>
      <Button variant="default" onClick={() => discard.mutate(undefined, after(t("Given up; it will not be sent.")))} loading={discard.isPending}>
        {t("Give it up")}
      </Button>
    </div>
  );
}

function facts(message: MessageDetail) {
  const { word, tone } = messageWord(message.state);
  return [
    { key: "state", label: t("State"), value: <StateChip tone={tone}>{word}</StateChip> },
    { key: "to", label: t("To"), value: message.to_name ? `${message.to_name}, ${value(message.to)}` : value(message.to), missing: message.to === null },
    ...(message.customer ? [{ key: "customer", label: t("Customer"), value: <Link to="/customers/$id" params={{ id: message.customer.id }}>{message.customer.name}</Link> }] : []),
    ...(message.workflow ? [{ key: "workflow", label: t("Workflow"), value: <Link to="/workflows/$key" params={{ key: message.workflow.key }}>{message.workflow.name}</Link> }] : []),
    { key: "made", label: t("Made"), value: <span className="num">{moment(message.created_at)}</span> },
    ...(message.sent_at ? [{ key: "sent", label: t("Sent"), value: <span className="num">{moment(message.sent_at)}</span> }] : []),
    ...message.became.map((one) => ({ key: one.mark, label: markWord(one.mark), value: <span className="num">{moment(one.at)}{one.detail ? `, ${one.detail}` : ""}</span> })),
    ...(message.next_at ? [{ key: "next", label: t("Next try"), value: <span className="num">{moment(message.next_at)}</span> }] : []),
  ];
}
