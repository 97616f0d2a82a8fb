/** One delivery: its fate, each try with the answer, and the body as it leaves. */
import { Button } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { at } from "@/lib/http";
import { moment } from "@/lib/format";
import type { DeliveryRecord } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { JsonBody } from "@/ui/json-body";
import { Moment } from "@/ui/moment";
import { Facts } from "@/ui/panel";
import { Coming, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { deliveryQuery, deliveryWord, post, useHookChange } from "./use-webhooks";
import classes from "./webhooks.module.css";

export function DeliveryView({ id, onBack }: { id: string; onBack: () => void }) {
  const query = useQuery(deliveryQuery(id));
  return (
    <div className={classes.sheet}>
      <div className={classes.actions}>
        <Button variant="subtle" leftSection={<IconArrowLeft size={15} aria-hidden="true" />} onClick={onBack}>
          {t("All deliveries")}
        </Button>
        {query.data && query.data.state !== "queued" && <Replay id={id} />}
      </div>
      {query.isPending && <Coming what={t("Reading the delivery")} />}
      {query.isError && !query.data && <Wrong what={t("The delivery did not load.")} error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Parts delivery={query.data} />}
    </div>
  );
}

function Replay({ id }: { id: string }) {
  const replay = useHookChange(() => post<DeliveryRecord>(at`/deliveries/${id}/replay`));
  return (
    <Button onClick={() => replay.mutate(undefined, { onSuccess: () => say(t("It is sent again, with the same id")), onError: (error) => warn(reason(error)) })} loading={replay.isPending}>
      {t("Send again")}
    </Button>
  );
}

function Parts({ delivery }: { delivery: DeliveryRecord }) {
  const { word, tone } = deliveryWord(delivery.state);
  const isWaiting = delivery.state === "queued" && delivery.next_at !== null;
  return (
    <>
      {delivery.reason && delivery.state !== "delivered" && <p className={classes.why}>{delivery.reason}</p>}
      <Facts
        facts={[
          { key: "state", label: t("State"), value: <StateChip tone={tone}>{word}</StateChip> },
          { key: "event", label: t("Event"), value: delivery.event },
          { key: "id", label: t("Its id, the same on every try"), value: <span className="num">{delivery.webhook_id}</span> },
          { key: "made", label: t("Made"), value: <Moment at={delivery.made_at} /> },
          ...(isWaiting && delivery.next_at ? [{ key: "next", label: t("Next try"), value: <span className="num">{moment(delivery.next_at)}</span> }] : []),
        ]}
      />
      <section>
        <h3 className={classes.heading}>{t("Tries")}</h3>
        {delivery.attempts.length === 0 && <p className="quiet">{t("Not tried yet.")}</p>}
        <ol className={classes.tries}>
          {delivery.attempts.map((one) => (
            <li key={one.number}>
              <span className={classes.try}>
                <b className="num">{one.number}</b>
                <Moment at={one.at} />
                <span>{one.reason ?? t("Answered {code}.", { code: String(one.status ?? "") })}</span>
                <span className="num">{t("{n} ms", { n: one.milliseconds })}</span>
              </span>
              {one.answer && <pre className={classes.code}>{one.answer}</pre>}
            </li>
          ))}
        </ol>
      </section>
      <section>
        <h3 className={classes.heading}>{t("Body")}</h3>
        <JsonBody body={delivery.body} />
      </section>
    </>
  );
}
