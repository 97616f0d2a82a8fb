/** What an endpoint was told, the latest first, with what did not arrive one press away. */
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { at } from "@/lib/http";
import { moment } from "@/lib/format";
import type { Delivery, Endpoint } from "@/lib/shapes";
import { t } from "@/lib/t";
import { LogList, type LogRow } from "@/ui/log-list";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { deliveriesQuery, type DeliveryState, deliveryWord, post, useHookChange } from "./use-webhooks";

export function DeliveryList({ endpoint, onOpen }: { endpoint: Endpoint; onOpen: (id: string) => void }) {
  const [state, setState] = useState<DeliveryState>("");
  const list = useInfiniteQuery(deliveriesQuery(endpoint.id, state));
  const rows = list.data?.pages.flatMap(({ items }) => items.map((row) => asRow(row, () => onOpen(row.id)))) ?? [];
  const states = ["delivered", "queued", "dead"] as const;
  const choices: { value: DeliveryState; word: string }[] = [{ value: "", word: t("All") }, ...states.map((value) => ({ value, word: deliveryWord(value).word }))];
  const words = {
    title: t("Deliveries"),
    reading: t("Reading the deliveries"),
    wrong: t("The deliveries did not load."),
    nothing: t("Nothing was sent there yet. The next event it hears of shows up here; or send a test."),
    noneOfThese: t("No delivery is in that state."),
  };
  return <LogList words={words} choices={choices} chosen={state} onChosen={setState} query={list} rows={rows} beside={endpoint.dead > 0 && <ReplayAll endpoint={endpoint} />} />;
}

function asRow(row: Delivery, onOpen: () => void): LogRow {
  const next = row.state === "queued" && row.tries > 0 && row.next_at ? t("{reason} Next try {moment}.", { reason: row.reason ?? "", moment: moment(row.next_at) }) : (row.reason ?? "");
  return { key: row.id, name: row.event, about: row.state === "delivered" ? "" : next, state: deliveryWord(row.state), at: row.made_at, onOpen };
}

function ReplayAll({ endpoint }: { endpoint: Endpoint }) {
  const replay = useHookChange(() => post<{ count: number }>(at`/${endpoint.id}/replay`));
  const done = { onSuccess: ({ count }: { count: number }) => say(t("{n} deliveries are sent again", { n: count })), onError: (error: Error) => warn(reason(error)) };
  return (
    <Button variant="default" size="compact-sm" onClick={() => replay.mutate(undefined, done)} loading={replay.isPending}>
      {t("Send all {n} again", { n: endpoint.dead })}
    </Button>
  );
}
