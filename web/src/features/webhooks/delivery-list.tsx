/** What an endpoint was told, the latest first, with what did not arrive one press away. */
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { at } from "@/lib/http";
import { moment } from "@/lib/format";
import type { Delivery, Endpoint } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FilterChip, StateChip } from "@/ui/chips";
import { Moment } from "@/ui/moment";
import { Coming, NothingMatches, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { deliveriesQuery, type DeliveryState, deliveryWord, post, useHookChange } from "./use-webhooks";
import classes from "./webhooks.module.css";

export function DeliveryList({ endpoint, onOpen }: { endpoint: Endpoint; onOpen: (id: string) => void }) {
  const [state, setState] = useState<DeliveryState>("");
  const list = useInfiniteQuery(deliveriesQuery(endpoint.id, state));
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const choices: DeliveryState[] = ["", "delivered", "queued", "dead"];
  return (
    <section>
      <h3 className={classes.heading}>{t("Deliveries")}</h3>
      <div className={classes.bar}>
        {choices.map((one) => (
          <FilterChip key={one} on={one === state} onClick={() => setState(one)}>
            {one === "" ? t("All") : deliveryWord(one).word}
          </FilterChip>
        ))}
        {endpoint.dead > 0 && <ReplayAll endpoint={endpoint} />}
      </div>
      {list.isPending && <Coming what={t("Reading the deliveries")} rows={4} />}
      {list.isError && rows.length === 0 && <Wrong what={t("The deliveries did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && <Nothing state={state} onClear={() => setState("")} />}
      {rows.length > 0 && (
        <ul className={classes.list}>
          {rows.map((row) => (
            <Row key={row.id} row={row} onOpen={() => onOpen(row.id)} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button variant="subtle" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          {t("Show earlier")}
        </Button>
      )}
    </section>
  );
}

function Nothing({ state, onClear }: { state: DeliveryState; onClear: () => void }) {
  if (state !== "") return <NothingMatches title={t("No delivery is in that state.")} onClear={onClear} />;
  return <p className="quiet">{t("Nothing was sent there yet. The next event it hears of shows up here; or send a test.")}</p>;
}

function Row({ row, onOpen }: { row: Delivery; onOpen: () => void }) {
  const { word, tone } = deliveryWord(row.state);
  const next = row.state === "queued" && row.tries > 0 && row.next_at ? t("{reason} Next try {moment}.", { reason: row.reason ?? "", moment: moment(row.next_at) }) : row.reason;
  return (
    <li>
      <button type="button" className={classes.row} onClick={onOpen}>
        <span className={classes.words}>
          <span className="strong cut">{row.event}</span>
          {next && row.state !== "delivered" && <span className={classes.reason}>{next}</span>}
        </span>
        <StateChip tone={tone}>{word}</StateChip>
        <span className="quiet small">
          <Moment at={row.made_at} />
        </span>
      </button>
    </li>
  );
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
