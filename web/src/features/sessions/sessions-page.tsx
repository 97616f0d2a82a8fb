/** Sessions: those ahead, those that wait for a word, those of the past; by day, filtered and paged on the server. */
import { Button } from "@mantine/core";
import { IconCalendarPlus, IconClock } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { dayInFull, ownZone } from "@/lib/format";
import { useCan } from "@/lib/session";
import type { Booking } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FilterChip } from "@/ui/chips";
import { FilterMenu } from "@/ui/filter-menu";
import { FilterBar, HintBar, PageBody, PageHead } from "@/ui/page";
import { Coming, Empty, NothingMatches, Wrong } from "@/ui/states";
import { useRowWalk } from "@/ui/use-row-walk";
import { BookSheet } from "./book-sheet";
import { HoursSheet } from "./hours-sheet";
import { SessionRow } from "./session-row";
import { SessionSheet } from "./session-sheet";
import { dayKey, stateWord } from "./session-words";
import classes from "./sessions.module.css";
import { kindsQuery, type SessionFilter, sessionNumbersQuery, sessionsQuery, teamQuery, useLiveSessions } from "./use-sessions";

type Props = { filter: SessionFilter; onFilter: (filter: SessionFilter) => void };

export function SessionsPage({ filter, onFilter }: Props) {
  const mayWrite = useCan("session.write");
  const [sheet, setSheet] = useState<"book" | "hours" | null>(null);
  const close = () => setSheet(null);
  const region = useRowWalk();
  const actions = mayWrite && (
    <>
      <Button variant="default" leftSection={<IconClock size={15} aria-hidden="true" />} onClick={() => setSheet("hours")}>
        {t("My hours")}
      </Button>
      <Button leftSection={<IconCalendarPlus size={15} aria-hidden="true" />} onClick={() => setSheet("book")}>
        {t("Book a session")}
      </Button>
    </>
  );
  return (
    <>
      <PageHead title={t("Sessions")} actions={actions} />
      <Filters filter={filter} onFilter={onFilter} />
      <PageBody label={t("Sessions")} flush>
        <div ref={region}>
          <Rows filter={filter} onFilter={onFilter} />
        </div>
      </PageBody>
      <HintBar
        hints={[
          { keys: ["J", "K"], text: t("move") },
          { keys: ["↵"], text: t("open") },
        ]}
      />
      {filter.open !== undefined && <SessionSheet id={filter.open} onClose={() => onFilter({ ...filter, open: undefined })} />}
      {sheet === "book" && <BookSheet onClose={close} />}
      {sheet === "hours" && <HoursSheet onClose={close} />}
    </>
  );
}

function Filters({ filter, onFilter }: Props) {
  const numbers = useQuery(sessionNumbersQuery(filter.host)).data;
  const team = useQuery({ ...teamQuery, enabled: useCan("team.read") }).data?.items ?? [];
  const kinds = useQuery(kindsQuery).data?.items ?? [];
  const set = (change: SessionFilter) => onFilter({ ...filter, ...change });
  const tabs = [
    { key: "upcoming", label: t("Ahead"), count: numbers?.upcoming },
    { key: "unsettled", label: t("Did they come?"), count: numbers?.unsettled },
    { key: "past", label: t("Past"), count: undefined },
  ];
  const states = (["booked", "attended", "missed", "cancelled"] as const).map((value) => ({ value, label: stateWord(value) }));
  return (
    <FilterBar label={t("Filters")}>
      {tabs.map(({ key, label, count }) => (
        <FilterChip key={key} on={(filter.when ?? "upcoming") === key} value={count} onClick={() => set({ when: key, state: undefined })}>
          {label}
        </FilterChip>
      ))}
      <FilterChip on={filter.host === "me"} onClick={() => set({ host: filter.host === "me" ? undefined : "me" })}>
        {t("Mine")}
      </FilterChip>
      <FilterMenu label={t("Host")} value={filter.host === "me" ? undefined : filter.host} choices={team.map(({ id, name }) => ({ value: String(id), label: name }))} onChange={(host) => set({ host })} />
      <FilterMenu label={t("Kind|session")} value={filter.type} choices={kinds.map(({ id, title }) => ({ value: String(id), label: title }))} onChange={(type) => set({ type })} />
      {filter.when !== "unsettled" && <FilterMenu label={t("State")} value={filter.state} choices={states} onChange={(state) => set({ state })} />}
    </FilterBar>
  );
}

function Rows({ filter, onFilter }: Props) {
  const list = useInfiniteQuery(sessionsQuery(filter));
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data]);
  useLiveSessions(rows);
  if (list.isPending) return <Coming what={t("Reading the sessions")} rows={8} />;
  if (list.isError && rows.length === 0) return <Wrong what={t("The sessions did not load.")} error={list.error} onRetry={() => void list.refetch()} />;
  if (rows.length === 0) return <Nothing filter={filter} onFilter={onFilter} />;
  return (
    <>
      <p className={classes.zone}>{t("Times are those of your own clock, {zone}.", { zone: ownZone() })}</p>
      {byDay(rows).map(([day, items]) => (
        <section key={day} aria-label={dayInFull(items[0]?.starts_at ?? day)}>
          <h2 className={classes.day}>{dayInFull(items[0]?.starts_at ?? day)}</h2>
          <ul className={classes.list}>
            {items.map((session) => (
              <SessionRow key={session.id} session={session} onOpen={() => onFilter({ ...filter, open: session.id })} />
            ))}
          </ul>
        </section>
      ))}
      {list.hasNextPage && (
        <div className={classes.more}>
          <Button variant="subtle" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
            {t("Show more")}
          </Button>
        </div>
      )}
    </>
  );
}

function Nothing({ filter, onFilter }: Props) {
  if (filter.host !== undefined || filter.type !== undefined || filter.state !== undefined) return <NothingMatches title={t("No session matches.")} onClear={() => onFilter(filter.when ? { when: filter.when } : {})} />;
  if (filter.when === "unsettled") return <Empty title={t("Of every session it is known what became of it")} />;
  if (filter.when === "past") return <Empty title={t("No session yet")} />;
  return <Empty title={t("No session lies ahead")}>{t("Customers book by the link in a letter, or by one you send them; its address is under Settings, Sessions. You can also book for them.")}</Empty>;
}

function byDay(rows: Booking[]): [string, Booking[]][] {
  const days = new Map<string, Booking[]>();
  for (const row of rows) {
    const key = dayKey(row.starts_at);
    days.set(key, [...(days.get(key) ?? []), row]);
  }
  return [...days];
}
