/** One's own Slack: an incoming webhook to oneself or a channel, tried before it is kept. */
import { Alert, Button, PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { t } from "@/lib/t";
import { FormPanel } from "@/ui/form-panel";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { useOwnSlack } from "./use-bell";

export function OwnSlack({ isConnected }: { isConnected: boolean }) {
  const { connect, disconnect } = useOwnSlack();
  const [url, setUrl] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    connect.mutate(url.trim(), {
      onSuccess: ({ sent }) => {
        if (!sent) return;
        setUrl("");
        say(t("Your Slack is connected; a test is there"));
      },
    });
  };
  const away = () => disconnect.mutate(undefined, { onSuccess: () => say(t("Your Slack is disconnected; notices come by mail again")), onError: (error) => warn(reason(error)) });
  const action = (
    <>
      {isConnected && (
        <Button variant="subtle" color="red" onClick={away} loading={disconnect.isPending}>
          {t("Disconnect")}
        </Button>
      )}
      <Button type="submit" loading={connect.isPending} disabled={url.trim() === ""}>
        {isConnected ? t("Replace it") : t("Connect")}
      </Button>
    </>
  );
  return (
    <FormPanel title={t("Your Slack")} onSubmit={submit} wrong={connect.error ? reason(connect.error) : undefined} action={action} about={isConnected ? t("Connected. Choose above which kinds come there instead of by mail.") : t("Make an incoming webhook in Slack to a channel, or to yourself, and paste its address. A test goes there first.")}>
      <PasswordInput label={t("Address of the incoming webhook")} placeholder={isConnected ? t("kept, and not shown") : "https://hooks.slack.com/services/…"} value={url} onChange={({ currentTarget }) => setUrl(currentTarget.value)} autoComplete="off" visibilityToggleButtonProps={{ "aria-label": t("Show {name}", { name: t("Address of the incoming webhook") }) }} style={{ gridColumn: "1 / -1" }} />
      {connect.data && !connect.data.sent && (
        <Alert color="red" role="alert" style={{ gridColumn: "1 / -1" }}>
          {t("Slack did not take it, so it is not kept. {why}", { why: connect.data.said })}
        </Alert>
      )}
    </FormPanel>
  );
}
