/** Addresses nothing is sent to: they bounced, complained, or somebody asked. */
import { Button, TextInput } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import { at, get, send } from "@/lib/http";
import type { Page, Suppressed } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Moment } from "@/ui/moment";
import { Panel } from "@/ui/panel";
import { atField, besides } from "@/ui/refusals";
import { SimpleTable } from "@/ui/simple-table";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";

const KEY = ["suppressed"];

export function SuppressedPanel({ may }: { may: boolean }) {
  const client = useQueryClient();
  const list = useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ signal, pageParam }) => get<Page<Suppressed>>("/api/conduct/suppressed", { signal, query: { cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
  const reread = () => client.invalidateQueries({ queryKey: KEY });
  const put = (address: string) => send("POST", "/api/conduct/suppressed", { address }).then(reread, (error: unknown) => warn(reason(error)));
  const allow = useMutation({
    mutationFn: (row: Suppressed) => send("DELETE", at`/api/conduct/suppressed/${row.id}`),
    onSuccess: (_, row) => (say(t("{address} may be written to again", { address: row.address }), () => void put(row.address)), reread()),
    onError: (error) => warn(reason(error)),
  });
  return (
    <Panel title={t("Never written to")} flush>
      <SimpleTable
        label={t("Never written to")}
        rows={list.data?.pages.flatMap((page) => page.items) ?? []}
        keyOf={(row) => String(row.id)}
        none={t("Nobody. Addresses that bounce or complain come here by themselves.")}
        columns={[
          { key: "address", head: t("Address"), cut: true, cell: (row: Suppressed) => <span className="strong">{row.address}</span> },
          { key: "reason", head: t("Why"), cell: (row) => why(row.reason) },
          { key: "at", head: t("Since"), wideOnly: true, cell: (row) => <Moment at={row.at} /> },
          ...(may ? [{ key: "allow", head: <span className="hidden-words">{t("Allow again")}</span>, end: true, cell: (row: Suppressed) => <Button variant="subtle" onClick={() => allow.mutate(row)}>{t("Allow again")}</Button> }] : []),
        ]}
      />
      {list.hasNextPage && (
        <Button variant="subtle" m="sm" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("Show more")}
        </Button>
      )}
      {may && <Add onAdded={() => void reread()} />}
    </Panel>
  );
}

function Add({ onAdded }: { onAdded: () => void }) {
  const form = useRef<HTMLFormElement>(null);
  const add = useMutation({
    mutationFn: (address: string) => send("POST", "/api/conduct/suppressed", { address }),
    onSuccess: () => {
      form.current?.reset();
      onAdded();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    add.mutate(String(new FormData(event.currentTarget).get("address")).trim());
  };
  return (
    <form ref={form} onSubmit={submit} style={{ display: "flex", gap: 8, padding: 14, alignItems: "flex-start", flexWrap: "wrap" }}>
      <TextInput name="address" type="email" aria-label={t("Address never to write to")} placeholder={t("Address never to write to")} required style={{ flex: "1 1 220px", maxWidth: 320 }} error={atField(add.error, "address") ?? besides(add.error, "address")} />
      <Button type="submit" variant="default" loading={add.isPending}>
        {t("Leave alone")}
      </Button>
    </form>
  );
}

function why(code: string): string {
  const words: Record<string, string> = { bounced: t("Mail came back"), complained: t("They complained"), asked: t("Somebody asked") };
  return words[code] ?? code;
}
