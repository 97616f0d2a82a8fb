/** Settings, Webhooks: which programs elsewhere hear of events, and whether it reaches them. */
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { number } from "@/lib/format";
import type { Endpoint } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { Ago } from "@/ui/moment";
import { Panel } from "@/ui/panel";
import { SectionHead } from "@/ui/settings-frame";
import { type SimpleColumn, SimpleTable } from "@/ui/simple-table";
import { Coming, Empty, Wrong } from "@/ui/states";
import { EndpointForm } from "./endpoint-form";
import { EndpointSheet } from "./endpoint-sheet";
import { endpointsQuery, endpointWord } from "./use-webhooks";
import classes from "./webhooks.module.css";

export function WebhooksSection() {
  const endpoints = useQuery(endpointsQuery);
  const [adding, setAdding] = useState(false);
  const [opened, setOpened] = useState<number | null>(null);
  const items = endpoints.data?.items ?? [];
  const add = (
    <Button leftSection={<IconPlus size={15} aria-hidden="true" />} onClick={() => setAdding(true)}>
      {t("New endpoint")}
    </Button>
  );
  const isEmpty = endpoints.data !== undefined && items.length === 0;
  return (
    <>
      <SectionHead title={t("Webhooks")} action={!isEmpty && add}>
        {t("Other programs hear of events as they happen, signed as Standard Webhooks have it. What does not arrive is tried for 28 hours, then kept here.")}
      </SectionHead>
      <Panel title={t("Endpoints")} flush>
        {endpoints.isPending && <Coming what={t("Reading the endpoints")} rows={3} />}
        {endpoints.isError && !endpoints.data && <Wrong what={t("The endpoints did not load.")} error={endpoints.error} onRetry={() => void endpoints.refetch()} />}
        {isEmpty && (
          <Empty title={t("Nobody hears of events yet")} action={add}>
            {t("Enter an address of your CRM, your chat or a program of your own, and choose what it is told.")}
          </Empty>
        )}
        {items.length > 0 && <SimpleTable label={t("Endpoints")} rows={items} keyOf={(row) => String(row.id)} none={null} columns={columns(setOpened)} />}
      </Panel>
      {adding && <EndpointForm onClose={() => setAdding(false)} />}
      <EndpointSheet endpoint={items.find(({ id }) => id === opened) ?? null} onClose={() => setOpened(null)} />
    </>
  );
}

function columns(open: (id: number) => void): SimpleColumn<Endpoint>[] {
  return [
    {
      key: "name",
      head: t("Name"),
      cut: true,
      cell: (row) => (
        <button type="button" className={classes.name} onClick={() => open(row.id)}>
          <span className="strong cut">{row.name}</span>
          <span className="quiet small cut">{row.url}</span>
        </button>
      ),
    },
    { key: "state", head: t("State"), cell: (row) => <StateChip tone={endpointWord(row).tone}>{endpointWord(row).word}</StateChip> },
    { key: "events", head: t("Hears of"), wideOnly: true, cell: (row) => <span className={classes.whole}>{row.events.includes("*") ? t("all events") : row.events.length > 0 ? t("{n} events", { n: row.events.length }) : t("steps of workflows alone")}</span> },
    { key: "delivered", head: t("Delivered, 24 h"), end: true, wideOnly: true, cell: (row) => <span className="num">{number(row.delivered_24h)}</span> },
    { key: "dead", head: t("Not delivered"), end: true, cell: (row) => <span className={row.dead > 0 ? `num ${classes.bad ?? ""}` : "num"}>{number(row.dead)}</span> },
    { key: "last", head: t("Last delivered"), end: true, wideOnly: true, cell: (row) => (row.delivered_at ? <Ago at={row.delivered_at} /> : t("never")) },
  ];
}
