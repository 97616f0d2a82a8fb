/** Connecting a product: a write key shown once, how to send with it, and the first events as they arrive. */
import { Button, CopyButton, SegmentedControl, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useCallback, useState } from "react";
import { get, send } from "@/lib/http";
import { useLive } from "@/lib/live";
import type { Event, Page, Source } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { atField, besides } from "@/ui/refusals";
import classes from "./connect-source.module.css";
import { EventLine } from "./event-line";
import { snippets } from "./snippets";

const LATEST = ["events", "first"];
const SENT = ["track", "identify", "page", "screen", "group", "alias", "rejected"];

export function ConnectSource() {
  const [source, setSource] = useState<Source | null>(null);
  return (
    <>
      {source ? <HowTo source={source} /> : <NewOne onMade={setSource} />}
      <FirstEvents waits={source !== null} />
    </>
  );
}

function NewOne({ onMade }: { onMade: (source: Source) => void }) {
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: (name: string) => send<Source>("POST", "/api/sources", { name }),
    onSuccess: (source) => {
      void client.invalidateQueries({ queryKey: ["sources"] });
      onMade(source);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    make.mutate(String(new FormData(event.currentTarget).get("name")).trim());
  };
  return (
    <Panel title={t("Which program sends events?")}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput name="name" label={t("Name")} placeholder={t("Product, production")} required withAsterisk={false} maxLength={80} error={atField(make.error, "name") ?? besides(make.error, "name")} />
        <Button type="submit" loading={make.isPending}>
          {t("Make its write key")}
        </Button>
      </form>
    </Panel>
  );
}

function HowTo({ source }: { source: Source }) {
  const all = snippets(location.origin, source.write_key);
  const [chosen, setChosen] = useState("curl");
  const snippet = all.find(({ key }) => key === chosen) ?? all[0];
  return (
    <Panel title={t("Send with the write key of {name}", { name: source.name })}>
      <p className={classes.about}>{t("The key is shown this once. Segment's own libraries work: they only need another host.")}</p>
      <div className={classes.key}>
        <code>{source.write_key}</code>
        <Copy text={source.write_key} />
      </div>
      <SegmentedControl aria-label={t("Which library")} value={chosen} onChange={setChosen} data={all.map(({ key, name }) => ({ value: key, label: name }))} />
      <div className={classes.code}>
        <pre role="region" aria-label={t("How to send an event")}>{snippet?.text}</pre>
        <Copy text={snippet?.text ?? ""} />
      </div>
    </Panel>
  );
}

function Copy({ text }: { text: string }) {
  return <CopyButton value={text}>{({ copied, copy }) => <Button variant="default" onClick={copy}>{copied ? t("Copied") : t("Copy")}</Button>}</CopyButton>;
}

function FirstEvents({ waits }: { waits: boolean }) {
  const client = useQueryClient();
  const events = useQuery({ queryKey: LATEST, queryFn: ({ signal }) => get<Page<Event>>("/api/events", { signal, query: { limit: 60 } }) });
  const navigate = useNavigate();
  const heard = useCallback(() => {
    void client.invalidateQueries({ queryKey: LATEST });
    void client.invalidateQueries({ queryKey: ["first-run"] });
  }, [client]);
  useLive("events", heard);
  // What follows from an event is for later; here one looks for what one sent.
  const rows = (events.data?.items ?? []).filter(({ kind }) => SENT.includes(kind)).slice(0, 5);
  return (
    <Panel title={t("What arrives")} flush>
      <div aria-live="polite">
        {rows.length === 0 && (
          <p className={classes.waiting}>
            {waits && <span className={classes.dot} aria-hidden="true" />}
            {waits ? t("Waiting for the first event. It appears here within a second.") : t("Nothing has arrived yet.")}
          </p>
        )}
        {rows.map((event) => (
          <div key={event.id} className={classes.arrived}>
            <EventLine event={event} onOpen={(id) => void navigate({ to: "/events", search: { event: id } })} />
          </div>
        ))}
      </div>
    </Panel>
  );
}
