/** A new endpoint, or a change of one: its address, and the events it hears of. The secret is shown once. */
import { Button, Group, Modal, MultiSelect, Radio, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { at, Problem, send } from "@/lib/http";
import type { Endpoint, MadeEndpoint } from "@/lib/shapes";
import { t } from "@/lib/t";
import { SecretBox } from "@/ui/secret-box";
import { reason } from "@/ui/states";
import { say } from "@/ui/toasts";
import { eventNamesQuery, useHookChange } from "./use-webhooks";
import classes from "./webhooks.module.css";

type Given = { name: string; url: string; events: string[] };

export function EndpointForm({ endpoint, onClose }: { endpoint?: Endpoint; onClose: () => void }) {
  const save = useHookChange<Endpoint | MadeEndpoint, Given>((given) => (endpoint ? send<Endpoint>("PATCH", at`/api/webhooks/${endpoint.id}`, given) : send<MadeEndpoint>("POST", "/api/webhooks", given)));
  const secret = (save.data as Partial<MadeEndpoint> | undefined)?.secret;
  const submit = (given: Given) =>
    save.mutate(given, {
      onSuccess: () => {
        if (!endpoint) return;
        say(t("Saved"));
        onClose();
      },
    });
  return (
    <Modal opened onClose={onClose} title={endpoint ? endpoint.name : t("New endpoint")} size={520} closeButtonProps={{ "aria-label": t("Close") }}>
      {secret ? (
        <SecretBox secret={secret} about={t("Copy the secret now; with it the other side checks the signature. It is not shown again.")} onDone={onClose} />
      ) : (
        <Fields endpoint={endpoint} busy={save.isPending} error={save.error} onSubmit={submit} onClose={onClose} />
      )}
    </Modal>
  );
}

type Hears = "all" | "some" | "steps";

function hearsNow(endpoint: Endpoint | undefined): Hears {
  if (!endpoint || endpoint.events.includes("*")) return "all";
  return endpoint.events.length > 0 ? "some" : "steps";
}

type FieldsProps = { endpoint: Endpoint | undefined; busy: boolean; error: Error | null; onSubmit: (given: Given) => void; onClose: () => void };

function Fields({ endpoint, busy, error, onSubmit, onClose }: FieldsProps) {
  const [name, setName] = useState(endpoint?.name ?? "");
  const [url, setUrl] = useState(endpoint?.url ?? "");
  const [hears, setHears] = useState<Hears>(hearsNow(endpoint));
  const [chosen, setChosen] = useState(endpoint?.events.filter((one) => one !== "*") ?? []);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSubmit({ name: name.trim(), url: url.trim(), events: hears === "all" ? ["*"] : hears === "some" ? chosen : [] });
  };
  const wrong = (field: string) => (error instanceof Problem && error.fields[0]?.field.endsWith(field) ? reason(error) : undefined);
  const other = error && !wrong("name") && !wrong("url") && !wrong("events") ? reason(error) : undefined;
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput label={t("Name")} placeholder={t("CRM, production")} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} required withAsterisk={false} maxLength={80} data-autofocus error={wrong("name") ?? other} />
      <TextInput label={t("Address")} placeholder={t("https://example.com/hooks/perennia")} type="url" value={url} onChange={({ currentTarget }) => setUrl(currentTarget.value)} required withAsterisk={false} maxLength={2000} error={wrong("url")} />
      <Radio.Group label={t("It hears of")} value={hears} onChange={(next) => setHears(next as Hears)}>
        <Group gap="lg" mt={4}>
          <Radio value="all" label={t("All events")} />
          <Radio value="some" label={t("Chosen events")} />
          <Radio value="steps" label={t("No event")} />
        </Group>
      </Radio.Group>
      {hears === "steps" && <p className="quiet">{t("It is called by steps of workflows alone.")}</p>}
      {hears === "some" && <Events chosen={chosen} onChange={setChosen} error={wrong("events")} />}
      <Group justify="flex-end" gap="sm" mt={6}>
        <Button variant="default" onClick={onClose}>
          {t("Cancel")}
        </Button>
        <Button type="submit" loading={busy} disabled={hears === "some" && chosen.length === 0}>
          {endpoint ? t("Save") : t("Make the endpoint")}
        </Button>
      </Group>
    </form>
  );
}

function Events({ chosen, onChange, error }: { chosen: string[]; onChange: (names: string[]) => void; error: string | undefined }) {
  const names = useQuery(eventNamesQuery).data?.items ?? [];
  return (
    <MultiSelect
      label={t("Events")}
      placeholder={chosen.length === 0 ? t("Search an event") : ""}
      data={[...new Set([...names, ...chosen])]}
      value={chosen}
      onChange={onChange}
      searchable
      hidePickedOptions
      maxDropdownHeight={240}
      nothingFoundMessage={t("No event has that name.")}
      error={error}
    />
  );
}
