/** The account of a provider a channel sends for: connected on the provider's own page, by whoever administers it there. */
import { Alert, Button } from "@mantine/core";
import type { ChannelSetUp } from "@/lib/shapes";
import { t } from "@/lib/t";
import classes from "./channels.module.css";

type Props = { now: ChannelSetUp; busy: boolean; onConnect: () => void };

export function ConnectAccount({ now, busy, onConnect }: Props) {
  const isConnected = now.connected !== null;
  return (
    <section className={classes.account} aria-label={t("The account")}>
      <div className={classes.accountWords}>
        <span className="strong">{isConnected ? t("The account is connected") : t("No account is connected yet")}</span>
        {now.connected && <span className="quiet small">{t("Account {name}", { name: now.connected })}</span>}
        <span className="quiet small">{t("Its administrator allows it on the provider's page. Enter there as the callback address:")}</span>
        <span className={classes.hook}>{now.back}</span>
      </div>
      <Button variant={isConnected ? "default" : "filled"} loading={busy} onClick={onConnect}>
        {isConnected ? t("Connect again") : t("Connect the account")}
      </Button>
    </section>
  );
}

/** What came of it, when the browser is back. */
export function ConnectedOrNot({ outcome }: { outcome: string | undefined }) {
  if (outcome === undefined) return null;
  const isDone = outcome === "yes";
  return (
    <Alert color={isDone ? "fern" : "red"} role={isDone ? "status" : "alert"}>
      {words(outcome)}
    </Alert>
  );
}

function words(outcome: string): string {
  if (outcome === "yes") return t("The account is connected. Send a test to see that it arrives.");
  if (outcome === "refused") return t("The account was not allowed there, so nothing was connected.");
  if (outcome === "failed") return t("The provider gave no token, so nothing was connected. Why stands below; check the app id and its secret.");
  return t("That connection was not begun here, or it took longer than ten minutes. Connect the account again.");
}
