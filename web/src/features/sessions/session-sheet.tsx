/** One session whole: when, with whom, what it is for, what they said; moved, cancelled, marked. */
import { Button, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { dayInFull, moment, ownZone } from "@/lib/format";
import type { Booking } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Coming, Wrong } from "@/ui/states";
import { SideSheet } from "@/ui/side-sheet";
import { say } from "@/ui/toasts";
import { Hours, hasBegun, isUnsettled, SessionState, Theirs } from "./session-words";
import classes from "./sessions.module.css";
import { SlotPicker } from "./slot-picker";
import { deed, sessionQuery, useDeed } from "./use-sessions";

export function SessionSheet({ id, onClose }: { id: number; onClose: () => void }) {
  const one = useQuery(sessionQuery(id));
  return (
    <SideSheet opened onClose={onClose} title={one.data ? one.data.type.name : t("Session")} size={480}>
      {one.isPending && <Coming what={t("Reading the session")} rows={5} />}
      {one.isError && <Wrong what={t("The session did not load.")} error={one.error} onRetry={() => void one.refetch()} />}
      {one.data && <Whole session={one.data} />}
    </SideSheet>
  );
}

function Whole({ session }: { session: Booking }) {
  const [doing, setDoing] = useState<"move" | "cancel" | null>(null);
  const isOpen = session.state === "booked" && !isUnsettled(session);
  return (
    <div className={classes.sheet}>
      <div>
        <strong>{dayInFull(session.starts_at)}</strong>, <Hours session={session} />
        <p className="quiet small">{session.zone === ownZone() ? t("By your clock and theirs, {zone}", { zone: session.zone }) : t("By your clock, {zone}; they are in {theirs}", { zone: ownZone(), theirs: session.zone })}</p>
        <div className={classes.stands}>
          <SessionState session={session} />
          <Theirs session={session} />
        </div>
      </div>
      <Said session={session} />
      {session.may_change && doing === null && <Deeds session={session} onMove={() => setDoing("move")} onCancel={() => setDoing("cancel")} />}
      {doing === "move" && isOpen && <Move session={session} onClose={() => setDoing(null)} />}
      {doing === "cancel" && isOpen && <Cancel session={session} onClose={() => setDoing(null)} />}
      {session.link && isOpen && <OwnLink address={session.link} />}
      <p className="quiet small">{session.made_by ? t("Booked by {name}, {made}", { name: session.made_by, made: moment(session.made_at) }) : t("Booked by themselves, {made}", { made: moment(session.made_at) })}</p>
    </div>
  );
}

function Said({ session }: { session: Booking }) {
  const who = (
    <>
      {session.name}, <a href={`mailto:${session.email}`}>{session.email}</a>
      {session.customer && (
        <>
          {", "}
          <Link to="/customers/$id" params={{ id: session.customer.id }}>
            {session.customer.name}
          </Link>
        </>
      )}
    </>
  );
  const join = session.url && <a href={session.url} target="_blank" rel="noreferrer">{session.url}</a>;
  const facts: [string, ReactNode][] = [
    [t("Who comes"), who],
    [t("Host"), session.host.name],
    [t("Where|session"), session.place || join],
    [t("Goals"), session.goals],
    ...session.answers.map(({ label, text }): [string, ReactNode] => [label, text]),
    [t("Agenda"), session.agenda],
    [t("What they are asked to prepare"), session.prepare],
    [t("Why it changed"), session.reason],
  ];
  return (
    <dl className={classes.answers}>
      {facts.filter(([, text]) => text).map(([label, text]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function Deeds({ session, onMove, onCancel }: { session: Booking; onMove: () => void; onCancel: () => void }) {
  const run = useDeed();
  if (session.state === "cancelled") return null;
  const isOpen = session.state === "booked" && !isUnsettled(session);
  return (
    <div className={classes.buttons}>
      {hasBegun(session) && session.state !== "attended" && <Button variant={session.state === "booked" ? "filled" : "default"} onClick={() => run(deed.attended(session))}>{t("They came")}</Button>}
      {hasBegun(session) && session.state !== "missed" && <Button variant="default" onClick={() => run(deed.missed(session))}>{t("They did not")}</Button>}
      {session.state !== "booked" && <Button variant="subtle" onClick={() => run(deed.reopen(session))}>{t("Take it back")}</Button>}
      {isOpen && <Button variant="default" onClick={onMove}>{t("Move it")}</Button>}
      {isOpen && <Button variant="subtle" color="red" onClick={onCancel}>{t("Cancel the session")}</Button>}
    </div>
  );
}

function Move({ session, onClose }: { session: Booking; onClose: () => void }) {
  const run = useDeed();
  const [why, setWhy] = useState("");
  const pick = (starts: string) => {
    run(deed.move(session, starts, why));
    onClose();
  };
  return (
    <>
      <Textarea label={t("Why?")} description={t("They read it in the letter.")} maxLength={500} value={why} onChange={(event) => setWhy(event.currentTarget.value)} />
      <SlotPicker kind={session.type.id} booking={session.id} onPick={pick} />
      <Button variant="default" onClick={onClose}>{t("Leave it as it is")}</Button>
    </>
  );
}

function Cancel({ session, onClose }: { session: Booking; onClose: () => void }) {
  const run = useDeed();
  const [why, setWhy] = useState("");
  const cancel = () => {
    run(deed.cancel(session, why));
    onClose();
  };
  return (
    <>
      <Textarea label={t("Why?")} description={t("They read it in the letter.")} maxLength={500} value={why} onChange={(event) => setWhy(event.currentTarget.value)} data-autofocus />
      <div className={classes.buttons}>
        <Button variant="default" color="red" onClick={cancel}>{t("Cancel the session and tell {name}", { name: session.name })}</Button>
        <Button variant="subtle" onClick={onClose}>{t("Leave it as it is")}</Button>
      </div>
    </>
  );
}

function OwnLink({ address }: { address: string }) {
  const copy = () => void navigator.clipboard.writeText(address).then(() => say(t("Copied")));
  return (
    <Button variant="subtle" onClick={copy} style={{ alignSelf: "flex-start" }}>
      {t("Copy the link by which they move or cancel it")}
    </Button>
  );
}
