/** Settings, API keys: who may read and write by machine; a key is shown whole once. */
import { Button, Checkbox, Group, Modal, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { at, get, send } from "@/lib/http";
import { useSession } from "@/lib/session";
import type { ApiKey, Page } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Confirm } from "@/ui/confirm";
import { Ago } from "@/ui/moment";
import { Panel } from "@/ui/panel";
import { SecretBox } from "@/ui/secret-box";
import { SectionHead } from "@/ui/settings-frame";
import { SimpleTable } from "@/ui/simple-table";
import { Coming, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";

const KEYS = ["keys"];

export function KeysSection() {
  const keys = useQuery({ queryKey: KEYS, queryFn: ({ signal }) => get<Page<ApiKey>>("/api/keys", { signal }) });
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<ApiKey | null>(null);
  const add = (
    <Button leftSection={<IconPlus size={15} aria-hidden="true" />} onClick={() => setAdding(true)}>
      {t("New key")}
    </Button>
  );
  return (
    <>
      <SectionHead title={t("API keys")} action={add}>
        {t("For programs that read or change data over the API. Give each only what it needs.")}
      </SectionHead>
      <Panel title={t("Keys in use")} flush>
        {keys.isPending && <Coming what={t("Reading the keys")} rows={2} />}
        {keys.isError && <Wrong what={t("The keys did not load.")} error={keys.error} onRetry={() => void keys.refetch()} />}
        {keys.data && (
          <SimpleTable
            label={t("Keys in use")}
            rows={keys.data.items}
            keyOf={(row) => String(row.id)}
            none={t("No key yet.")}
            columns={[
              { key: "name", head: t("Name"), cell: (row: ApiKey) => <span className="strong">{row.name}</span> },
              { key: "scopes", head: t("May"), wideOnly: true, cell: (row) => <span className="quiet">{row.scopes.join(", ")}</span> },
              { key: "used", head: t("Last used"), end: true, cell: (row) => (row.last_used_at ? <Ago at={row.last_used_at} /> : t("never")) },
              {
                key: "remove",
                head: <span className="hidden-words">{t("Remove")}</span>,
                end: true,
                cell: (row) => (
                  <Button variant="subtle" color="red" onClick={() => setLeaving(row)}>
                    {t("Remove")}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Panel>
      {adding && <NewKey onClose={() => setAdding(false)} />}
      {leaving && <RemoveKey one={leaving} onClose={() => setLeaving(null)} />}
    </>
  );
}

function NewKey({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const { can } = useSession();
  const [scopes, setScopes] = useState<string[]>([]);
  const make = useMutation({
    mutationFn: (entry: { name: string; scopes: string[] }) => send<ApiKey>("POST", "/api/keys", entry),
    onSuccess: () => client.invalidateQueries({ queryKey: KEYS }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    make.mutate({ name: String(new FormData(event.currentTarget).get("name")).trim(), scopes });
  };
  return (
    <Modal opened onClose={onClose} title={t("New API key")} size={460} closeButtonProps={{ "aria-label": t("Close") }}>
      {make.data ? (
        <SecretBox secret={make.data.key} about={t("Copy the key now. It is not shown again.")} onDone={onClose} />
      ) : (
        <form onSubmit={submit}>
          <TextInput name="name" label={t("What is it for?")} required withAsterisk={false} maxLength={80} data-autofocus error={make.error ? reason(make.error) : undefined} />
          <Checkbox.Group label={t("What may it do?")} value={scopes} onChange={setScopes} mt="md">
            <div style={{ display: "grid", gap: 8, paddingTop: 8, gridTemplateColumns: "1fr 1fr" }}>
              {can.map((scope) => (
                <Checkbox key={scope} value={scope} label={scope} />
              ))}
            </div>
          </Checkbox.Group>
          <Group justify="flex-end" gap="sm" mt={20}>
            <Button variant="default" onClick={onClose}>
              {t("Cancel")}
            </Button>
            <Button type="submit" loading={make.isPending} disabled={scopes.length === 0}>
              {t("Make the key")}
            </Button>
          </Group>
        </form>
      )}
    </Modal>
  );
}

function RemoveKey({ one, onClose }: { one: ApiKey; onClose: () => void }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => send("DELETE", at`/api/keys/${one.id}`),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: KEYS });
      say(t('Removed the key "{name}"', { name: one.name }));
      onClose();
    },
    onError: (error) => warn(reason(error)),
  });
  return (
    <Confirm opened removes title={t('Remove the key "{name}"?', { name: one.name })} action={t("Remove the key")} onClose={onClose} onConfirm={() => remove.mutate()} busy={remove.isPending}>
      {t("Programs that use it are refused from this moment. This cannot be undone.")}
    </Confirm>
  );
}
