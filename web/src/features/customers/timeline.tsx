/** What happened with this customer, newest first, by day; filters by kind, and a search. */
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { dayInFull } from "@/lib/format";
import type { TimelineItem } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FilterChip } from "@/ui/chips";
import { Panel } from "@/ui/panel";
import { SearchField } from "@/ui/search-field";
import { Coming, NothingMatches, Wrong } from "@/ui/states";
import classes from "./timeline.module.css";
import { TimelineRow } from "./timeline-row";
import { type TimelineKind, timelineQuery } from "./use-customer";

export function Timeline({ id, onEvent }: { id: number; onEvent: ((id: string) => void) | undefined }) {
  const [kind, setKind] = useState<TimelineKind>("all");
  const [q, setQ] = useState("");
  const list = useInfiniteQuery(timelineQuery(id, kind, q));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const clear = () => {
    setKind("all");
    setQ("");
  };
  return (
    <Panel title={t("Timeline")} aside={<SearchField value={q} onSearch={setQ} label={t("Search the timeline")} placeholder={t("Search")} width={170} />} flush>
      <div className={classes.kinds} role="group" aria-label={t("Kinds")}>
        {kinds().map(({ key, label }) => (
          <FilterChip key={key} on={key === kind} onClick={() => setKind(key)}>
            {label}
          </FilterChip>
        ))}
      </div>
      {list.isPending && <Coming what={t("Reading the timeline")} />}
      {list.isError && items.length === 0 && <Wrong what={t("The timeline did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && items.length === 0 && <NothingMatches title={kind === "all" && !q ? t("Nothing has happened yet.") : t("Nothing on the timeline matches.")} onClear={kind === "all" && !q ? undefined : clear} />}
      {byDay(items).map(({ day, rows }) => (
        <section key={day} className={classes.day}>
          <h3 className={classes.date}>{day}</h3>
          <ul className={classes.rows}>
            {rows.map((item) => (
              <TimelineRow key={item.id} item={item} onEvent={onEvent} />
            ))}
          </ul>
        </section>
      ))}
      {list.hasNextPage && (
        <div className={classes.more}>
          <Button variant="subtle" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
            {t("Show earlier")}
          </Button>
        </div>
      )}
    </Panel>
  );
}

function kinds(): { key: TimelineKind; label: string }[] {
  return [
    { key: "all", label: t("All") },
    { key: "usage", label: t("Usage") },
    { key: "billing", label: t("Billing") },
    { key: "messages", label: t("Messages") },
    { key: "workflows", label: t("Workflows") },
    { key: "people", label: t("Changes by people") },
  ];
}

/** Rows of one local day under one head, in the order they came. */
export function byDay(items: TimelineItem[]): { day: string; rows: TimelineItem[] }[] {
  const days: { day: string; rows: TimelineItem[] }[] = [];
  for (const item of items) {
    const day = dayInFull(item.at);
    const last = days.at(-1);
    if (last?.day === day) last.rows.push(item);
    else days.push({ day, rows: [item] });
  }
  return days;
}
