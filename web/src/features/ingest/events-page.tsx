/** Events: the live tail, how many a minute, and the rejected ones with their reason. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLiveState } from "@/lib/live";
import { t } from "@/lib/t";
import { FilterChip } from "@/ui/chips";
import { FilterMenu } from "@/ui/filter-menu";
import { ExportMenu } from "@/ui/export-menu";
import { FilterBar, HintBar, PageHead } from "@/ui/page";
import { SearchField } from "@/ui/search-field";
import { TabRow } from "@/ui/tab-row";
import { EventStrip } from "./event-strip";
import { EventTail } from "./event-tail";
import classes from "./events.module.css";
import { type EventFilter, eventNamesQuery, exported } from "./use-events";

type Props = { filter: EventFilter; onFilter: (filter: EventFilter) => void; onOpen: (id: string) => void };

export function EventsPage({ filter, onFilter, onOpen }: Props) {
  const names = useQuery(eventNamesQuery).data?.items ?? [];
  const [drawn, setDrawn] = useState(0);
  const set = (change: { q?: string | undefined; name?: string | undefined; everyday?: "yes" | undefined }) => onFilter(cleaned({ ...filter, ...change }));
  const rejected = filter.status === "rejected";
  return (
    <>
      <PageHead title={t("Events")} beside={<LiveMark />} actions={<ExportMenu hrefs={{ csv: exported(filter, "csv"), json: exported(filter, "json") }} />} />
      <EventStrip />
      <TabRow
        label={t("Taken in or rejected")}
        tabs={[
          { key: "accepted", label: t("Taken in") },
          { key: "rejected", label: t("Rejected") },
        ]}
        value={rejected ? "rejected" : "accepted"}
        onChange={(tab) => onFilter(tab === "rejected" ? { status: "rejected" } : {})}
      />
      <FilterBar label={t("Filters")}>
        <SearchField value={filter.q ?? ""} onSearch={(q) => set({ q })} label={t("Search events")} placeholder={t("Customer, person or message id")} />
        <FilterMenu label={t("Event")} value={filter.name} choices={names.map(({ name, count }) => ({ value: name, label: name, count }))} onChange={(name) => set({ name })} />
        {!rejected && (
          <FilterChip on={filter.everyday === "yes"} onClick={() => set({ everyday: filter.everyday === "yes" ? undefined : "yes" })}>
            {t("Everyday comings and goings too")}
          </FilterChip>
        )}
      </FilterBar>
      <EventTail key={rejected ? "rejected" : "accepted"} filter={filter} onOpen={onOpen} onClear={() => onFilter(rejected ? { status: "rejected" } : {})} onDrawn={setDrawn} />
      <HintBar
        hints={[
          { keys: ["J", "K"], text: t("move") },
          { keys: ["↵"], text: t("what it did") },
          { keys: ["/"], text: t("search") },
        ]}
      >
        <span className="num">{t("{n} events read, newest first", { n: drawn })}</span>
      </HintBar>
    </>
  );
}

/** Whether what one sees is live, and what it is otherwise. */
function LiveMark() {
  const state = useLiveState();
  const words = { opening: t("Connecting"), live: t("Live"), polling: t("Every 10 s"), offline: t("Offline") };
  return (
    <span className={classes.live} data-state={state} role="status">
      {words[state]}
    </span>
  );
}

export function cleaned(filter: Record<string, string | undefined>): EventFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
}
