/** How a channel sends: its provider, the fields that provider asks for, and a test that says what came back. */
import { Alert, Button, NumberInput, Select, Switch, TextInput } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import type { ChannelSetUp } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Confirm } from "@/ui/confirm";
import { atField, besides } from "@/ui/refusals";
import { reason } from "@/ui/states";
import { warn } from "@/ui/toasts";
import { ChannelFields, fieldError, written } from "./channel-fields";
import classes from "./channels.module.css";
import { ConnectAccount } from "./connect-account";
import { type Given, useConnect, useForget, useSetUp, useTryOut } from "./use-channels";

export function ChannelSetupForm({ now, onGone }: { now: ChannelSetUp; onGone: () => void }) {
  const form = useRef<HTMLFormElement>(null);
  const [transport, setTransport] = useState(now.ways.some(({ key }) => key === now.transport) ? now.transport : (now.ways[0]?.key ?? ""));
  const [isOn, setIsOn] = useState(now.is_on);
  const save = useSetUp(now.name);
  const attempt = useTryOut(now.name);
  const connect = useConnect(now.name);
  const way = now.ways.find(({ key }) => key === transport);
  const isMail = now.address === "email";
  const said = (): Given => ({ transport, is_on: isOn, ...written(form.current, way, isMail) });
  // A first save draws the form anew: what follows it must not hang on this one.
  const connectNow = () => void (form.current?.reportValidity() && save.mutateAsync(said()).then(() => connect.mutateAsync()).catch(() => undefined));
  const refused = save.error ?? attempt.error;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(said());
  };
  const names = way?.fields.map(({ name }) => name) ?? [];
  const isPlaced = names.some((name) => fieldError(refused, name)) || (refused && besides(refused, "from_address", "from_name", "reply_to", "per_minute") === undefined);
  return (
    <form ref={form} onSubmit={submit} className={classes.form}>
      {now.ways.length > 1 && <Select label={t("Provider")} data={now.ways.map(({ key, label }) => ({ value: key, label }))} value={transport} onChange={(next) => next && setTransport(next)} allowDeselect={false} />}
      {way && (
        <ChannelFields key={way.key} way={way} error={refused}>
          {now.back && <ConnectAccount now={now} busy={save.isPending || connect.isPending} onConnect={connectNow} />}
        </ChannelFields>
      )}
      {isMail && <From now={now} error={refused} />}
      <NumberInput name="per_minute" key={`rate ${transport}`} label={t("Messages a minute, at most")} defaultValue={now.is_set_up && now.transport === transport ? now.per_minute : (way?.per_minute ?? 60)} min={1} max={100000} error={atField(refused, "per_minute")} />
      <Switch label={t("Sending is on")} description={t("Switched off, messages for this channel wait.")} checked={isOn} onChange={(event) => setIsOn(event.currentTarget.checked)} />
      {now.address === "phone" && <TextInput name="to" label={t("Number for the test")} placeholder="+84901234567" />}
      {now.address === "zalo" && <TextInput name="to" label={t("Zalo user id for the test")} />}
      {attempt.data && (
        <Alert color={attempt.data.sent ? "fern" : "red"} role="status" style={{ overflowWrap: "anywhere" }}>
          {attempt.data.sent ? t("The provider took it. Look whether it arrives.") : t("Nothing was sent. {why}", { why: attempt.data.said })}
          {attempt.data.answer && !attempt.data.said.includes(attempt.data.answer) && <p className={classes.answer}>{t("It answered: {answer}", { answer: attempt.data.answer })}</p>}
        </Alert>
      )}
      {refused && !isPlaced && (
        <Alert color="red" role="alert">
          {besides(refused) ?? reason(refused)}
        </Alert>
      )}
      <Foot now={now} onGone={onGone} saving={save.isPending} trying={attempt.isPending} onTry={() => attempt.mutate({ ...said(), to: String(new FormData(form.current ?? undefined).get("to") ?? "") })} />
    </form>
  );
}

function From({ now, error }: { now: ChannelSetUp; error: Error | null }) {
  return (
    <div className={classes.two}>
      <TextInput name="from_address" type="email" label={t("Letters come from")} defaultValue={now.from_address} required withAsterisk={false} error={atField(error, "from_address")} />
      <TextInput name="from_name" label={t("Name of the sender")} placeholder={t("The organisation's name")} defaultValue={now.from_name} error={atField(error, "from_name")} />
      <TextInput name="reply_to" type="email" label={t("Answers go to")} placeholder={t("the sender")} defaultValue={now.reply_to} error={atField(error, "reply_to")} />
    </div>
  );
}

function Foot({ now, onGone, saving, trying, onTry }: { now: ChannelSetUp; onGone: () => void; saving: boolean; trying: boolean; onTry: () => void }) {
  const [asking, setAsking] = useState(false);
  const forget = useForget(now.name);
  return (
    <div className={classes.foot}>
      {now.is_set_up && now.transport !== "smtp" && (
        <Button variant="subtle" color="red" onClick={() => setAsking(true)}>
          {t("Disconnect")}
        </Button>
      )}
      <Button variant="default" loading={trying} onClick={onTry}>
        {t("Send a test")}
      </Button>
      <Button type="submit" loading={saving}>
        {t("Save")}
      </Button>
      <Confirm opened={asking} removes title={t("Disconnect {name}?", { name: now.label })} action={t("Disconnect")} busy={forget.isPending} onClose={() => setAsking(false)} onConfirm={() => forget.mutate(undefined, { onSuccess: onGone, onError: (error) => warn(reason(error)) })}>
        {t("Its keys are forgotten. What is meant for it goes into the mailbox on screen from then on.")}
      </Confirm>
    </div>
  );
}
