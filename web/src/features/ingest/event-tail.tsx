/** The rows of the tail; reading further down holds new ones back behind "3 new". */
import { Button } from "@mantine/core";
import { IconArrowUp } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { useKeys } from "@/lib/keys";
import { useCan } from "@/lib/session";
import { t } from "@/lib/t";
import { RowTable } from "@/ui/row-table";
import { Coming, Empty, NothingMatches, Wrong } from "@/ui/states";
import { eventColumns, rejectedColumns } from "./event-columns";
import { EventLine } from "./event-line";
import classes from "./events.module.css";
import type { EventFilter } from "./use-events";
import { useTail } from "./use-tail";

type Props = { filter: EventFilter; onOpen: (id: string) => void; onClear: () => void; onDrawn: (count: number) => void };

export function EventTail({ filter, onOpen, onClear, onDrawn }: Props) {
  const tail = useTail(filter);
  const { rows, waiting, fetchNextPage, hasNextPage, isFetchingNextPage, onReading } = tail;
  const [cursor, setCursor] = useState(-1);
  const frame = useRef<HTMLDivElement>(null);
  const rejected = filter.status === "rejected";
  const columns = useMemo(() => (rejected ? rejectedColumns(onOpen) : eventColumns(onOpen)), [rejected, onOpen]);
  useKeys({ Enter: () => rows[cursor] && onOpen(rows[cursor].id) });
  useEffect(() => onDrawn(rows.length), [rows.length, onDrawn]);
  const showNews = () => {
    tail.show();
    onReading(false);
    frame.current?.querySelector("[role=region]")?.scrollTo({ top: 0 });
  };
  if (tail.isPending) return <Coming what={t("Reading the events")} rows={10} />;
  if (tail.isError && rows.length === 0) return <Wrong what={t("The events did not load.")} error={tail.error} onRetry={() => void tail.refetch()} />;
  if (rows.length === 0) return filter.q || filter.name ? <NothingMatches title={t("No event matches.")} onClear={onClear} /> : <NoEvents rejected={rejected} />;
  return (
    <div ref={frame} className={classes.tail} onScrollCapture={(event) => onReading(event.target instanceof Element && event.target.scrollTop > 8)}>
      {waiting > 0 && (
        <Button className={classes.news} leftSection={<IconArrowUp size={14} aria-hidden="true" />} radius="xl" onClick={showNews}>
          {t("{n} new", { n: waiting })}
        </Button>
      )}
      <RowTable
        rows={rows}
        columns={columns}
        keyOf={(row) => row.id}
        label={rejected ? t("Rejected events") : t("Events")}
        rowHeight={rejected ? 56 : 36}
        phoneHeight={72}
        cursor={cursor}
        onCursor={setCursor}
        phone={(row) => <EventLine event={row} onOpen={onOpen} />}
        onNearEnd={hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : undefined}
      />
    </div>
  );
}

function NoEvents({ rejected }: { rejected: boolean }) {
  const maySetUp = useCan("key.manage");
  const action = maySetUp && (
    <Button variant="default" component={Link} to="/settings/sources">
      {t("New source")}
    </Button>
  );
  if (rejected) return <Empty title={t("Nothing was rejected")}>{t("An event that cannot be taken in appears here with the reason and the field.")}</Empty>;
  return <Empty title={t("No events yet")} action={action}>{t("Point a Segment-compatible library at this address with a write key from Settings, Sources. The first event appears here within a second.")}</Empty>;
}
