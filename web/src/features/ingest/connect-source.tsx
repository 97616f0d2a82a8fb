/** Connecting a product: a write key shown once, how to send with it, and the first events as they arrive. */
import { Button, SegmentedControl, TextInput } from "@mantine/core";
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
import { pageSnippets } from "./page-snippets";
import { CopyText, SnippetBox } from "./snippet-box";
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
  const [where, setWhere] = useState("server");
  const make = useMutation({
    mutationFn: (name: string) => send<Source>("POST", "/api/sources", { name, is_in_pages: where === "pages" }),
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
      <SegmentedControl mb={12} aria-label={t("Where it runs")} value={where} onChange={setWhere} data={[{ value: "server", label: t("On your servers") }, { value: "pages", label: t("In your web pages") }]} />
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
  const of = source.is_in_pages ? pageSnippets : snippets;
  return (
    <Panel title={t("Send with the write key of {name}", { name: source.name })}>
      <p className={classes.about}>{source.is_in_pages ? t("Paste this into the head of each page. Consent, features by address and who may send stand under Settings, Sources.") : t("The key is shown this once. Segment's own libraries work: they only need another host.")}</p>
      <div className={classes.key}>
        <code>{source.write_key}</code>
        <CopyText text={source.write_key} />
      </div>
      <SnippetBox label={t("How to send an event")} which={t("Which library")} all={of(location.origin, source.write_key)} />
    </Panel>
  );
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
