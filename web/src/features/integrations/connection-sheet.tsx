/** One connection: where its program posts, what to do there, how it is doing, and what came. */
import { Button, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { at, send } from "@/lib/http";
import type { Connection, SourceKind } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { FigureStrip } from "@/ui/figure-strip";
import { Ago, Moment } from "@/ui/moment";
import { Facts } from "@/ui/panel";
import { SideSheet } from "@/ui/side-sheet";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { RemoveConnection, RotateSecret, SettingsDialog } from "./connection-dialogs";
import classes from "./integrations.module.css";
import { PostList } from "./post-list";
import { PostView } from "./post-view";
import { connectionWord, isRefusing, useConnectionChange } from "./use-integrations";

type Props = { connection: Connection | null; kind: SourceKind | null; onClose: () => void };

export function ConnectionSheet({ connection, kind, onClose }: Props) {
  const [post, setPost] = useState<number | null>(null);
  const close = () => {
    setPost(null);
    onClose();
  };
  return (
    <SideSheet opened={connection !== null} onClose={close} title={connection?.name ?? ""} size={640}>
      {connection && post !== null && <PostView connection={connection} post={post} onBack={() => setPost(null)} />}
      {connection && post === null && (
        <div className={classes.sheet}>
          <p className={classes.top}>
            <span>{connection.kind_label}</span>
            <StateChip tone={connectionWord(connection).tone}>{connectionWord(connection).word}</StateChip>
          </p>
          {!connection.has_secret && <p className={classes.why}>{t("Give the other side the address below, then enter the secret it shows. Until then nothing it posts is believed.")}</p>}
          {connection.has_secret && isRefusing(connection) && <p className={classes.why}>{t("{n} posts were refused since one was believed. Compare the secret at both sides; the reasons stand below.", { n: connection.refused_since })}</p>}
          {connection.has_secret && !connection.received_at && connection.refused_since === 0 && (
            <p className={classes.waits} role="status">
              <i className={classes.dot} aria-hidden="true" />
              {t("Waiting for the first post. It shows up here by itself.")}
            </p>
          )}
          <Actions connection={connection} kind={kind} onGone={close} />
          <Address address={connection.address} />
          {kind && <Steps kind={kind} address={connection.address} isOpen={!connection.received_at} />}
          {(connection.received_at !== null || connection.refused_at !== null) && <Doing connection={connection} />}
          <PostList connection={connection} onOpen={setPost} />
        </div>
      )}
    </SideSheet>
  );
}

function Address({ address }: { address: string }) {
  return (
    <section>
      <h3 className={classes.heading}>{t("Address it posts to")}</h3>
      <div className={classes.address}>
        <code>{address}</code>
        <CopyButton value={address}>
          {({ copied, copy }) => (
            <Button variant="default" size="compact-sm" onClick={copy} leftSection={copied ? <IconCheck size={14} aria-hidden="true" /> : <IconCopy size={14} aria-hidden="true" />}>
              {copied ? t("Copied") : t("Copy")}
            </Button>
          )}
        </CopyButton>
      </div>
    </section>
  );
}

function Steps({ kind, address, isOpen }: { kind: SourceKind; address: string; isOpen: boolean }) {
  const [open, setOpen] = useState(isOpen);
  return (
    <section>
      <h3 className={classes.heading}>
        <Button variant="subtle" size="compact-sm" ml={-8} aria-expanded={open} onClick={() => setOpen(!open)}>
          {t("How to set it up: {name}", { name: kind.label })}
        </Button>
      </h3>
      {open && (
        <ol className={classes.steps}>
          {kind.steps.map((step) => (
            <li key={step}>{step.replace("{address}", address)}</li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Doing({ connection }: { connection: Connection }) {
  const more = [
    { key: "last", label: t("Last post"), value: connection.received_at ? <Ago at={connection.received_at} /> : t("never") },
    ...(connection.refused_at ? [{ key: "refused_at", label: t("Last refused"), value: <Ago at={connection.refused_at} /> }] : []),
    ...(connection.both_secrets_until ? [{ key: "secrets", label: t("Both secrets valid until"), value: <Moment at={connection.both_secrets_until} /> }] : []),
    ...(connection.is_mapped ? [{ key: "mapping", label: t("What its posts mean"), value: connection.mapping_version > 0 ? t("version {n}", { n: connection.mapping_version }) : t("nobody has said yet") }] : []),
  ];
  return (
    <>
      <FigureStrip
        figures={[
          { label: t("Taken, 24 h"), value: connection.done_24h },
          { label: t("Need you"), value: connection.undecided },
          { label: t("Refused, 24 h"), value: connection.refused_24h, isBad: connection.refused_24h > 0 },
        ]}
      />
      <Facts facts={more} />
    </>
  );
}

type Asking = "settings" | "rotate" | "remove" | null;

function Actions({ connection, kind, onGone }: { connection: Connection; kind: SourceKind | null; onGone: () => void }) {
  const [asking, setAsking] = useState<Asking>(null);
  const turn = useConnectionChange((is_active: boolean) => send<Connection>("PATCH", at`/api/integrations/${connection.id}`, { is_active }));
  const refused = { onError: (error: Error) => warn(reason(error)) };
  const turned = (on: boolean) =>
    turn.mutate(on, { ...refused, onSuccess: () => say(on ? t("Its posts are worked again") : t("Its posts are kept and not worked"), () => turn.mutate(!on, refused)) });
  return (
    <div className={classes.actions}>
      {!connection.has_secret && <Button onClick={() => setAsking("rotate")}>{t("Enter its secret")}</Button>}
      {connection.is_mapped && (
        <Button renderRoot={(props) => <Link {...props} to="/settings/integrations/$id" params={{ id: connection.id }} />}>
          {t("Say what its posts mean")}
        </Button>
      )}
      {!connection.is_active && <Button onClick={() => turned(true)}>{t("Let it go on")}</Button>}
      {kind && Object.keys((kind.form as { properties?: object }).properties ?? {}).length > 0 && (
        <Button variant="default" onClick={() => setAsking("settings")}>
          {t("Change")}
        </Button>
      )}
      {connection.has_secret && (
        <Button variant="default" onClick={() => setAsking("rotate")}>
          {t("New secret")}
        </Button>
      )}
      {connection.is_active && (
        <Button variant="subtle" onClick={() => turned(false)}>
          {t("Let it rest")}
        </Button>
      )}
      <Button variant="subtle" color="red" onClick={() => setAsking("remove")}>
        {t("Remove")}
      </Button>
      {asking === "settings" && kind && <SettingsDialog connection={connection} kind={kind} onClose={() => setAsking(null)} />}
      {asking === "rotate" && <RotateSecret connection={connection} makesSecret={kind?.makes_secret ?? false} onClose={() => setAsking(null)} />}
      {asking === "remove" && <RemoveConnection connection={connection} onClose={() => setAsking(null)} onGone={onGone} />}
    </div>
  );
}
