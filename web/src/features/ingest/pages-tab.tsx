/** Settings, Sources, Web pages: what to paste into a page, whether anything arrives, and what the pages are told. */
import { Button, Select, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useCallback, useState } from "react";
import { send } from "@/lib/http";
import { useLive } from "@/lib/live";
import { useCan } from "@/lib/session";
import type { Source } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Ago } from "@/ui/moment";
import { Panel } from "@/ui/panel";
import { atField, besides } from "@/ui/refusals";
import classes from "./connect-source.module.css";
import { pageSnippets } from "./page-snippets";
import { PageRules } from "./page-rules";
import { SnippetBox } from "./snippet-box";

export function PagesTab({ sources }: { sources: Source[] }) {
  const client = useQueryClient();
  const mayAdd = useCan("key.manage");
  const inPages = sources.filter((one) => one.is_in_pages);
  const [chosen, setChosen] = useState<number | null>(null);
  const source = inPages.find(({ id }) => id === chosen) ?? inPages[0];
  const heard = useCallback(() => void client.invalidateQueries({ queryKey: ["sources"] }), [client]);
  useLive("events", heard);
  return (
    <>
      {source && (
        <Panel title={t("Paste this into the head of each page")}>
          {inPages.length > 1 && <Select mb={12} maw={340} label={t("Source")} data={inPages.map(({ id, name }) => ({ value: String(id), label: name }))} value={String(source.id)} onChange={(id) => setChosen(Number(id))} allowDeselect={false} />}
          <p className={classes.about}>{t("Anybody who opens your page can read this key. It can send events and read nothing.")}</p>
          <SnippetBox label={t("What to paste")} which={t("Which way")} all={pageSnippets(location.origin, source.write_key)} />
          <Arrives source={source} />
        </Panel>
      )}
      {source && <PageRules key={source.id} source={source} />}
      {mayAdd && <NewPages isFirst={inPages.length === 0} onMade={setChosen} />}
      {!mayAdd && !source && <Panel title={t("Web pages")}>{t("No source for web pages yet. An administrator can make one.")}</Panel>}
    </>
  );
}

function Arrives({ source }: { source: Source }) {
  // What came earlier than a day ago is not asked for, so of an older source "first" would be a guess.
  const [now] = useState(Date.now);
  const isNew = now - Date.parse(source.made_at) < 86_400_000;
  return (
    <p className={classes.waiting} aria-live="polite">
      <span className={source.last_event_at ? classes.here : classes.dot} aria-hidden="true" />
      {source.last_event_at ? (
        <span>
          {t("{n} events in the last 24 hours, the last", { n: source.events_24h })} <Ago at={source.last_event_at} />
        </span>
      ) : isNew ? (
        t("Waiting for the first event. It appears here within a second.")
      ) : (
        t("Nothing has arrived in the last 24 hours.")
      )}
    </p>
  );
}

function NewPages({ isFirst, onMade }: { isFirst: boolean; onMade: (id: number) => void }) {
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: (name: string) => send<Source>("POST", "/api/sources", { name, is_in_pages: true }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ["sources"] });
      onMade(id);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    make.mutate(String(new FormData(form).get("name")).trim(), { onSuccess: () => form.reset() });
  };
  return (
    <Panel title={isFirst ? t("Measure your web pages") : t("Another source for web pages")}>
      {isFirst && <p className={classes.about}>{t("A small program in your pages tells who is there, which pages they see and how long they really use each feature, and can ask for feedback.")}</p>}
      <form onSubmit={submit} className={classes.form}>
        <TextInput name="name" label={t("Name")} placeholder={t("Product, web app")} required withAsterisk={false} maxLength={80} error={atField(make.error, "name") ?? besides(make.error, "name")} />
        <Button type="submit" variant={isFirst ? "filled" : "default"} loading={make.isPending}>
          {t("Make the source")}
        </Button>
      </form>
    </Panel>
  );
}
