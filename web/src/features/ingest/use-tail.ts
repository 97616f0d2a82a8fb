/** The live tail: new events are read at once at the top, and wait behind "3 new" while one reads below. */
import { type InfiniteData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { get } from "@/lib/http";
import { useLive } from "@/lib/live";
import type { Event, Page } from "@/lib/shapes";
import { asked, type EventFilter, eventsQuery } from "./use-events";

const PAUSE = 800;
const FIRST = 60;

export type Tail = { rows: Event[]; waiting: number; show: () => void; onReading: (reading: boolean) => void };

export function useTail(filter: EventFilter) {
  const client = useQueryClient();
  const options = eventsQuery(filter);
  const list = useInfiniteQuery(options);
  const [fresh, setFresh] = useState<Event[]>([]);
  const reading = useRef(false);
  const key = JSON.stringify(options.queryKey);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const merge = useCallback(
    (news: Event[]) => {
      setFresh([]);
      client.setQueryData<InfiniteData<Page<Event>>>(JSON.parse(key) as unknown[], (was) => was && withNews(was, news));
    },
    [client, key],
  );
  const look = usePaced(
    useCallback(async () => {
      const page = await get<Page<Event>>("/api/events", { query: { ...asked(filter), limit: FIRST } });
      if (reading.current) setFresh(page.items);
      else merge(page.items);
    }, [filter, merge]),
  );
  useLive("events", look);
  const known = new Set(rows.map(({ id }) => id));
  const waiting = fresh.filter(({ id }) => !known.has(id)).length;
  const onReading = useCallback((now: boolean) => {
    reading.current = now;
  }, []);
  return { ...list, rows, waiting, show: () => merge(fresh), onReading };
}

/** News go on top; rows that are there already take their newer state in place. */
export function withNews(was: InfiniteData<Page<Event>>, news: Event[]): InfiniteData<Page<Event>> {
  const newer = new Map(news.map((event) => [event.id, event]));
  const known = new Set(was.pages.flatMap(({ items }) => items.map(({ id }) => id)));
  const added = news.filter(({ id }) => !known.has(id));
  const pages = was.pages.map((page) => ({ ...page, items: page.items.map((event) => newer.get(event.id) ?? event) }));
  const [first, ...rest] = pages;
  return first ? { ...was, pages: [{ ...first, items: [...added, ...first.items] }, ...rest] } : was;
}

/** At most one look in a while, however often the server calls. */
function usePaced(look: () => Promise<void>): () => void {
  const current = useRef(look);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    current.current = look;
  });
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      // A look that failed is made good by the next call.
      void current.current().catch(() => undefined);
    }, PAUSE);
  }, []);
}
