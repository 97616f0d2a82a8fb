/** The last hour a minute at a time, what waits, and who is set aside. */
import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { clock, number, span } from "@/lib/format";
import type { EventStats } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Bars } from "@/ui/sparkline";
import classes from "./events.module.css";
import { eventStatsQuery } from "./use-events";

export function EventStrip() {
  const query = useQuery(eventStatsQuery);
  const stats = query.data;
  // The tail below says that the server is away; a shape of what does not come would say otherwise.
  if (!stats) return query.isError ? null : <div className={classes.strip} aria-busy="true" />;
  const first = stats.per_minute[0]?.at;
  const accepted = stats.per_minute.reduce((sum, minute) => sum + minute.accepted, 0);
  const rejected = stats.per_minute.reduce((sum, minute) => sum + minute.rejected, 0);
  return (
    <div className={classes.strip}>
      <div className={classes.chart}>
        <Bars
          bars={stats.per_minute.map((minute) => ({ key: minute.at, main: minute.accepted, second: minute.rejected }))}
          height={44}
          label={t("Events a minute in the last hour: {accepted} taken in, {rejected} rejected.", { accepted, rejected })}
          from={first ? clock(first) : ""}
          to={t("now")}
          onTop={({ key, main, second }) => t("{time}: {accepted} taken in, {rejected} rejected", { time: clock(key), accepted: main, rejected: second })}
        />
      </div>
      <dl className={classes.figures}>
        <Figure label={t("Taken in, last hour")} value={number(accepted)} />
        <Figure label={t("Rejected")} value={number(rejected)} bad={rejected > 0} />
        <Figure label={t("Waiting")} value={number(stats.waiting)} below={oldest(stats)} />
        <Figure label={t("Set aside")} value={t("{n} customers|set aside", { n: stats.parked_customers })} bad={stats.parked_customers > 0} />
      </dl>
    </div>
  );
}

function oldest({ oldest_waiting_seconds: seconds }: EventStats): string | undefined {
  return seconds === null || seconds < 1 ? undefined : t("the oldest for {span}", { span: span(seconds) });
}

function Figure({ label, value, below, bad = false }: { label: string; value: string; below?: string | undefined; bad?: boolean }) {
  return (
    <div className={classes.figure}>
      <dt>{label}</dt>
      <dd className={clsx("num", classes.value, bad && classes.bad)}>{value}</dd>
      {below !== undefined && <dd className="quiet small">{below}</dd>}
    </div>
  );
}
