/** One endpoint: how it is doing, what one can do about it, and what it was told. */
import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import { at, send } from "@/lib/http";
import { moment, number } from "@/lib/format";
import type { Delivery, Endpoint, MadeEndpoint } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { Confirm } from "@/ui/confirm";
import { Ago, Moment } from "@/ui/moment";
import { Facts } from "@/ui/panel";
import { SecretBox } from "@/ui/secret-box";
import { SideSheet } from "@/ui/side-sheet";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { DeliveryList } from "./delivery-list";
import { DeliveryView } from "./delivery-view";
import { EndpointForm } from "./endpoint-form";
import { endpointWord, post, useHookChange } from "./use-webhooks";
import classes from "./webhooks.module.css";

export function EndpointSheet({ endpoint, onClose }: { endpoint: Endpoint | null; onClose: () => void }) {
  const [delivery, setDelivery] = useState<string | null>(null);
  const close = () => {
    setDelivery(null);
    onClose();
  };
  return (
    <SideSheet opened={endpoint !== null} onClose={close} title={endpoint?.name ?? ""} size={640}>
      {endpoint && delivery !== null && <DeliveryView id={delivery} onBack={() => setDelivery(null)} />}
      {endpoint && delivery === null && <Body endpoint={endpoint} onDelivery={setDelivery} onClose={close} />}
    </SideSheet>
  );
}

function Body({ endpoint, onDelivery, onClose }: { endpoint: Endpoint; onDelivery: (id: string) => void; onClose: () => void }) {
  return (
    <div className={classes.sheet}>
      {endpoint.failure && endpoint.state !== "off" && <p className={classes.why}>{troubled(endpoint)}</p>}
      <Actions endpoint={endpoint} onDelivery={onDelivery} onClose={onClose} />
      <Facts facts={facts(endpoint)} />
      <DeliveryList endpoint={endpoint} onOpen={onDelivery} />
    </div>
  );
}

function troubled({ failure, failures, state, rests_until: rests }: Endpoint): string {
  const why = failure ?? "";
  if (state === "gone") return t("It answered that it is gone and was switched off. Switch it on once it is back.");
  if (state === "paused") return t("{n} failures in a row, so it rests until you let it go on. {why}", { n: failures, why });
  if (rests && Date.parse(rests) > Date.now()) return t("{n} failures in a row; the next try is {moment}. {why}", { n: failures, moment: moment(rests), why });
  return t("{n} failures in a row. {why}", { n: failures, why });
}

function facts(endpoint: Endpoint) {
  const { word, tone } = endpointWord(endpoint);
  return [
    { key: "state", label: t("State"), value: <StateChip tone={tone}>{word}</StateChip> },
    { key: "url", label: t("Address"), value: endpoint.url },
    { key: "events", label: t("Hears of"), value: endpoint.events.includes("*") ? t("all events") : endpoint.events.join(", ") || t("steps of workflows alone") },
    { key: "waiting", label: t("Waiting"), value: <span className="num">{number(endpoint.waiting)}</span> },
    { key: "last", label: t("Last delivered"), value: endpoint.delivered_at ? <Ago at={endpoint.delivered_at} /> : t("never") },
    ...(endpoint.both_secrets_until ? [{ key: "secrets", label: t("Both secrets valid until"), value: <Moment at={endpoint.both_secrets_until} /> }] : []),
  ];
}

type Asking = "edit" | "rotate" | "remove" | null;

function Actions({ endpoint, onDelivery, onClose }: { endpoint: Endpoint; onDelivery: (id: string) => void; onClose: () => void }) {
  const [asking, setAsking] = useState<Asking>(null);
  const test = useHookChange(() => post<Delivery>(at`/${endpoint.id}/test`));
  const turn = useHookChange((on: boolean) => send<Endpoint>("PATCH", at`/api/webhooks/${endpoint.id}`, { is_on: on }));
  const isOn = endpoint.state === "on";
  const refused = { onError: (error: Error) => warn(reason(error)) };
  const turned = (on: boolean) =>
    turn.mutate(on, { ...refused, onSuccess: () => say(on ? t("It hears of events again") : t("It hears of nothing any more"), () => turn.mutate(!on, refused)) });
  return (
    <div className={classes.actions}>
      {isOn ? (
        <Button onClick={() => test.mutate(undefined, { ...refused, onSuccess: ({ id }) => onDelivery(id) })} loading={test.isPending}>
          {t("Send a test")}
        </Button>
      ) : (
        <Button onClick={() => turned(true)} loading={turn.isPending}>
          {endpoint.state === "paused" ? t("Let it go on") : t("Switch on")}
        </Button>
      )}
      <Button variant="default" onClick={() => setAsking("edit")}>
        {t("Change")}
      </Button>
      <Button variant="default" onClick={() => setAsking("rotate")}>
        {t("New secret")}
      </Button>
      {endpoint.state !== "off" && endpoint.state !== "gone" && (
        <Button variant="subtle" onClick={() => turned(false)}>
          {t("Switch off")}
        </Button>
      )}
      <Button variant="subtle" color="red" onClick={() => setAsking("remove")}>
        {t("Remove")}
      </Button>
      {asking === "edit" && <EndpointForm endpoint={endpoint} onClose={() => setAsking(null)} />}
      {asking === "rotate" && <Rotate endpoint={endpoint} onClose={() => setAsking(null)} />}
      {asking === "remove" && <Remove endpoint={endpoint} onClose={() => setAsking(null)} onGone={onClose} />}
    </div>
  );
}

function Rotate({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) {
  const rotate = useHookChange(() => post<MadeEndpoint>(at`/${endpoint.id}/rotate`));
  if (rotate.data) {
    return (
      <Modal opened onClose={onClose} title={t("New secret")} size={460} centered closeButtonProps={{ "aria-label": t("Close") }}>
        <SecretBox secret={rotate.data.secret} about={t("For 24 hours deliveries carry a signature by the old secret and by this one.")} onDone={onClose} />
      </Modal>
    );
  }
  return (
    <Confirm opened title={t("Make a new secret?")} action={t("Make it")} busy={rotate.isPending} onClose={onClose} onConfirm={() => rotate.mutate(undefined, { onError: (error) => warn(reason(error)) })}>
      {t("The old one stays valid for 24 hours beside it, so that the other side can change over.")}
    </Confirm>
  );
}

function Remove({ endpoint, onClose, onGone }: { endpoint: Endpoint; onClose: () => void; onGone: () => void }) {
  const remove = useHookChange(() => send("DELETE", at`/api/webhooks/${endpoint.id}`));
  const gone = { onSuccess: onGone, onError: (error: Error) => warn(reason(error)) };
  return (
    <Confirm opened removes title={t("Remove {name}?", { name: endpoint.name })} action={t("Remove")} busy={remove.isPending} onClose={onClose} onConfirm={() => remove.mutate(undefined, gone)}>
      {t("It hears of nothing any more, and its {n} waiting deliveries go with it. To stop for a while, switch it off instead.", { n: endpoint.waiting })}
    </Confirm>
  );
}
