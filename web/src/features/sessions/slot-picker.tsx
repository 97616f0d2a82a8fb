/** Free times of a week, day by day, in the reader's own zone; leafed through week by week. */
import { ActionIcon, Button } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { clock, day, dayInFull, ownZone } from "@/lib/format";
import type { FreeTime } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Coming, Wrong } from "@/ui/states";
import { dayKey } from "./session-words";
import classes from "./sessions.module.css";
import { freeQuery } from "./use-sessions";

const WEEK = 7;
const DAY = 24 * 3_600_000;

type Props = { kind: number; booking?: number | undefined; chosen?: string | undefined; onPick: (starts: string) => void };

export function SlotPicker({ kind, booking, chosen, onPick }: Props) {
  const [weeks, setWeeks] = useState(0);
  const [now] = useState(() => Date.now());
  const first = new Date(now + weeks * WEEK * DAY);
  const last = new Date(first.getTime() + (WEEK - 1) * DAY);
  const list = useQuery(freeQuery(kind, dayKey(first), WEEK, booking));
  const times = list.data?.items ?? [];
  const days = [...new Set(times.map(({ starts_at: at }) => dayKey(at)))];
  return (
    <div className={classes.picker} role="group" aria-label={t("Free times")}>
      <div className={classes.leaf}>
        <ActionIcon variant="default" disabled={weeks === 0} onClick={() => setWeeks(weeks - 1)} aria-label={t("The week before")}>
          <IconChevronLeft size={15} aria-hidden="true" />
        </ActionIcon>
        <span className="num">{t("{from} to {until}", { from: day(first.toISOString()), until: day(last.toISOString()) })}</span>
        <ActionIcon variant="default" onClick={() => setWeeks(weeks + 1)} aria-label={t("The week after")}>
          <IconChevronRight size={15} aria-hidden="true" />
        </ActionIcon>
      </div>
      {list.isPending && <Coming what={t("Looking for free times")} rows={3} />}
      {list.isError && <Wrong what={t("The free times did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
      {times.length > 0 && <p className={classes.none}>{t("Times are those of your own clock, {zone}.", { zone: ownZone() })}</p>}
      {list.isSuccess && times.length === 0 && <p className={classes.none}>{t("No time is free in these days.")}</p>}
      <div className={classes.free}>
        {days.map((key) => (
          <Day key={key} times={times.filter(({ starts_at: at }) => dayKey(at) === key)} chosen={chosen} onPick={onPick} />
        ))}
      </div>
    </div>
  );
}

function Day({ times, chosen, onPick }: { times: FreeTime[]; chosen: string | undefined; onPick: (starts: string) => void }) {
  return (
    <div>
      <p className={classes.dayName}>{dayInFull(times[0]?.starts_at ?? "")}</p>
      <div className={classes.times}>
        {times.map(({ starts_at: at, hosts }) => (
          <Button key={at} variant={at === chosen ? "filled" : "default"} size="compact-sm" aria-pressed={at === chosen} title={hosts.map(({ name }) => name).join(", ")} onClick={() => onPick(at)}>
            <span className="num">{clock(at)}</span>
          </Button>
        ))}
      </div>
    </div>
  );
}
