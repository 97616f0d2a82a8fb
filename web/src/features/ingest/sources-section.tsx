/** Settings, Sources: where events come from, each with its own write key, shown whole once. */
import { Button, Group, Modal, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type UseQueryResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { number } from "@/lib/format";
import { get, send } from "@/lib/http";
import { useCan } from "@/lib/session";
import type { Page, Source } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Ago } from "@/ui/moment";
import { Panel } from "@/ui/panel";
import { SecretBox } from "@/ui/secret-box";
import { SectionHead } from "@/ui/settings-frame";
import { SimpleTable } from "@/ui/simple-table";
import { Coming, reason, Wrong } from "@/ui/states";
import { TabRow } from "@/ui/tab-row";
import classes from "./events.module.css";
import { PagesTab } from "./pages-tab";

const KEY = ["sources"];

export function SourcesSection() {
  const sources = useQuery({ queryKey: KEY, queryFn: ({ signal }) => get<Page<Source>>("/api/sources", { signal }) });
  const mayAdd = useCan("key.manage");
  const [adding, setAdding] = useState(false);
  const [tab, setTab] = useState<"programs" | "pages">("programs");
  const add = mayAdd && tab === "programs" && (
    <Button leftSection={<IconPlus size={15} aria-hidden="true" />} onClick={() => setAdding(true)}>
      {t("New source")}
    </Button>
  );
  return (
    <>
      <SectionHead title={t("Sources")} action={add}>
        {t("Each program that sends events has a write key of its own. Any Segment-compatible library works: point its host here.")}
      </SectionHead>
      <TabRow label={t("Sources")} value={tab} onChange={setTab} tabs={[{ key: "programs", label: t("All sources") }, { key: "pages", label: t("Web pages") }]} />
      {tab === "pages" && sources.data && <PagesTab sources={sources.data.items} />}
      {tab === "programs" && <SourceList sources={sources} />}
      {adding && <NewSource onClose={() => setAdding(false)} />}
    </>
  );
}

function SourceList({ sources }: { sources: UseQueryResult<Page<Source>> }) {
  return (
    <>
      <Panel title={t("Sources")} flush>
        {sources.isPending && <Coming what={t("Reading the sources")} rows={3} />}
        {sources.isError && <Wrong what={t("The sources did not load.")} error={sources.error} onRetry={() => void sources.refetch()} />}
        {sources.data && (
          <SimpleTable
            label={t("Sources")}
            rows={sources.data.items}
            keyOf={(row) => String(row.id)}
            none={t("No source yet. Make one, and its write key is shown once.")}
            columns={[
              { key: "name", head: t("Name"), cell: (row: Source) => <span className="strong">{row.name}</span> },
              { key: "key", head: t("Write key"), wideOnly: true, cell: (row) => <code className={classes.code}>{row.write_key}</code> },
              { key: "events", head: t("Events, 24 h"), end: true, cell: (row) => <span className="num">{number(row.events_24h)}</span> },
              { key: "last", head: t("Last event"), end: true, cell: (row) => (row.last_event_at ? <Ago at={row.last_event_at} /> : t("never")) },
            ]}
          />
        )}
      </Panel>
      <Panel title={t("Host for the libraries")}>
        <code className={classes.code}>{location.origin}</code>
      </Panel>
    </>
  );
}

function NewSource({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: (name: string) => send<Source>("POST", "/api/sources", { name }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    make.mutate(String(new FormData(event.currentTarget).get("name")).trim());
  };
  return (
    <Modal opened onClose={onClose} title={t("New source")} size={460} closeButtonProps={{ "aria-label": t("Close") }}>
      {make.data ? (
        <SecretBox secret={make.data.write_key} about={t("Copy the write key now. It is not shown whole again.")} onDone={onClose} />
      ) : (
        <form onSubmit={submit}>
          <TextInput name="name" label={t("Name")} placeholder={t("Product, production")} required withAsterisk={false} maxLength={80} data-autofocus error={make.error ? reason(make.error) : undefined} />
          <Group justify="flex-end" gap="sm" mt={20}>
            <Button variant="default" onClick={onClose}>
              {t("Cancel")}
            </Button>
            <Button type="submit" loading={make.isPending}>
              {t("Make the source")}
            </Button>
          </Group>
        </form>
      )}
    </Modal>
  );
}
