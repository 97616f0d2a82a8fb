/** Day by day: letters sent and held back, or entries where nothing is written. */
import { day } from "@/lib/format";
import type { RehearsalSide } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { Bars } from "@/ui/sparkline";
import classes from "./rehearsal.module.css";

function Legend({ writes, most }: { writes: boolean; most: number }) {
  return (
    <span className={classes.legend}>
      {writes && (
        <>
          <i aria-hidden="true" data-of="main" />
          {t("Sent")}
          <i aria-hidden="true" data-of="second" />
          {t("Held back")}
        </>
      )}
      <span>{t("at most {n} on one day", { n: most })}</span>
    </span>
  );
}

export function DaysChart({ side }: { side: RehearsalSide }) {
  const writes = side.sent + side.held > 0;
  const bars = side.days.map((one) => ({ key: one.day, main: writes ? one.sent : one.entered, second: writes ? one.held : 0 }));
  const first = side.days[0]?.day;
  const last = side.days.at(-1)?.day;
  if (!first || !last || side.entered + side.sent + side.held === 0) return null;
  const most = Math.max(...bars.map(({ main, second }) => main + second));
  const label = writes
    ? t("{sent} letters sent and {held} held back from {from} to {to}; at most {most} on one day", { sent: side.sent, held: side.held, from: day(first), to: day(last), most })
    : t("{entered} entries from {from} to {to}; at most {most} on one day", { entered: side.entered, from: day(first), to: day(last), most });
  return (
    <Panel title={writes ? t("Letters by day") : t("Entries by day")} aside={<Legend writes={writes} most={most} />}>
      <Bars bars={bars} label={label} height={84} from={day(first)} to={day(last)} onTop={({ key, main, second }) => (writes ? t("{day}: {sent} sent, {held} held back", { day: day(key), sent: main, held: second }) : t("{day}: {n} entered", { day: day(key), n: main }))} />
    </Panel>
  );
}
