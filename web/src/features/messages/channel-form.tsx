/** The form of the e-mail channel; the password is written, tried and kept, and never shown. */
import { Alert, Button, NumberInput, PasswordInput, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { moment } from "@/lib/format";
import { send } from "@/lib/http";
import type { ChannelTried, EmailChannel } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FormPanel } from "@/ui/form-panel";
import { atField, besides } from "@/ui/refusals";
import { say } from "@/ui/toasts";

const FIELDS = ["host", "port", "security", "user", "password", "from_address", "from_name", "reply_to", "per_minute"];

export function ChannelForm({ now, onSaved }: { now: EmailChannel; onSaved?: () => void }) {
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [transport, setTransport] = useState<string>(now.transport);
  const [security, setSecurity] = useState(now.security === "if_offered" ? "starttls" : now.security === "none" && !now.host ? "starttls" : now.security);
  const said = () => ({ ...written(form.current), transport, security, is_on: true });
  const kept = (next: EmailChannel) => {
    client.setQueryData(["channel"], next);
    void client.invalidateQueries({ queryKey: ["first-run"] });
    say(t("Saved"));
    onSaved?.();
  };
  const save = useMutation({ mutationFn: () => send<EmailChannel>("PUT", "/api/channels/email", said()), onSuccess: kept });
  const attempt = useMutation({ mutationFn: () => send<ChannelTried>("POST", "/api/channels/email/test", said()) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const refused = save.error ?? attempt.error;
  const byServer = transport === "smtp";
  const isNarrow = useMediaQuery("(max-width: 30em)", false, { getInitialValueInEffect: false });
  return (
    <div ref={(node) => { form.current = node?.querySelector("form") ?? null; }}>
      <FormPanel title={t("How letters leave")} onSubmit={submit} wrong={besides(refused, ...FIELDS)} about={now.service ? t("At the moment {provider} sends, as set up under Channels. What you save here takes its place.", { provider: now.service }) : now.by === "environment" ? t("At the moment the mail server of PERENNIA_SMTP_URL sends. What you save here takes its place.") : undefined} action={<Actions byServer={byServer} saving={save.isPending} trying={attempt.isPending} onTry={() => attempt.mutate()} />}>
        <div style={{ gridColumn: "1 / -1" }}>
          <SegmentedControl orientation={isNarrow ? "vertical" : "horizontal"} aria-label={t("How letters leave")} value={transport} onChange={setTransport} data={[{ value: "mailbox", label: t("Into the mailbox on screen") }, { value: "smtp", label: t("By a mail server (SMTP)") }]} />
        </div>
        {now.rests && now.rests_until && <Alert color="amber" style={{ gridColumn: "1 / -1" }}>{t("It rests until {moment}: {why}", { moment: moment(now.rests_until), why: now.rests })}</Alert>}
        {byServer && <Server now={now} error={refused} security={security} onSecurity={setSecurity} />}
        {attempt.data && (
          <Alert color={attempt.data.sent ? "fern" : "red"} role="status" style={{ gridColumn: "1 / -1" }}>
            {attempt.data.sent ? t("The mail server took a letter to {email}. Look whether it arrives.", { email: attempt.data.to }) : t("No letter left. {why}", { why: attempt.data.said })}
          </Alert>
        )}
      </FormPanel>
    </div>
  );
}

function Actions({ byServer, saving, trying, onTry }: { byServer: boolean; saving: boolean; trying: boolean; onTry: () => void }) {
  return (
    <>
      {byServer && (
        <Button variant="default" loading={trying} onClick={onTry}>
          {t("Send a test to myself")}
        </Button>
      )}
      <Button type="submit" loading={saving}>
        {t("Save")}
      </Button>
    </>
  );
}

function Server({ now, error, security, onSecurity }: { now: EmailChannel; error: Error | null; security: string; onSecurity: (security: string) => void }) {
  const field = (name: string, value: string) => ({ name, defaultValue: value, error: atField(error, name) });
  const ways = [{ value: "starttls", label: t("STARTTLS, usually port 587") }, { value: "tls", label: t("TLS from the first byte, usually port 465") }, { value: "none", label: t("None, inside your network only") }];
  return (
    <>
      <TextInput {...field("host", now.host)} label={t("Mail server")} required withAsterisk={false} />
      <NumberInput name="port" defaultValue={now.port} min={1} max={65535} label={t("Port")} error={atField(error, "port")} />
      <Select label={t("Encryption")} data={ways} value={security} onChange={(next) => next && onSecurity(next)} allowDeselect={false} />
      <TextInput {...field("user", now.user)} label={t("User")} autoComplete="off" />
      <PasswordInput {...field("password", "")} label={t("Password")} placeholder={now.has_password ? t("kept, and not shown") : ""} autoComplete="new-password" visibilityToggleButtonProps={{ "aria-label": t("Show the password") }} />
      <TextInput {...field("from_address", now.by === "mailbox" ? "" : now.from_address)} type="email" label={t("Letters come from")} required withAsterisk={false} />
      <TextInput {...field("from_name", now.by === "mailbox" ? "" : now.from_name)} label={t("Name of the sender")} placeholder={t("The organisation's name")} />
      <TextInput {...field("reply_to", now.reply_to)} type="email" label={t("Answers go to")} placeholder={t("the sender")} />
      <NumberInput name="per_minute" defaultValue={now.per_minute} min={1} max={100000} label={t("Messages a minute, at most")} error={atField(error, "per_minute")} />
    </>
  );
}

function written(form: HTMLFormElement | null): Record<string, unknown> {
  if (!form) return {};
  const entries = new FormData(form);
  const texts = Object.fromEntries(["host", "user", "from_address", "from_name", "reply_to"].flatMap((name) => (entries.has(name) ? [[name, String(entries.get(name)).trim()]] : [])));
  const whole = Object.fromEntries(["port", "per_minute"].flatMap((name) => (entries.has(name) ? [[name, Number(String(entries.get(name)).replaceAll(/\D/g, "")) || 0]] : [])));
  return { ...texts, ...whole, password: String(entries.get("password") ?? "") || null };
}
