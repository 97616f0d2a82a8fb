/** How far the last recalculation is, or what came of it. */
import { Progress } from "@mantine/core";
import type { Scoring } from "@/lib/shapes";
import { moment } from "@/lib/format";
import { t } from "@/lib/t";
import classes from "./scoring.module.css";

type Recalculation = NonNullable<Scoring["recalculation"]>;

export function RecalculationLine({ recalculation }: { recalculation: Recalculation }) {
  const { done, changed, failure, finished_at: finished } = recalculation;
  if (failure) return <p className={classes.wrong} role="alert">{t("Counting anew stopped: {reason} What was counted stands; save once more to go on.", { reason: failure })}</p>;
  if (finished !== null) {
    return <p className={classes.counted}>{t("Counted anew {moment}, asked for by {name}: {n} scores put right.", { moment: moment(finished), name: recalculation.asked_by, n: changed })}</p>;
  }
  const percent = Math.round(done * 100);
  return (
    <div className={classes.counting} role="status">
      <span>
        {t("Points are counted anew: {percent} %", { percent })} <span className="quiet num">{t("{n} scores so far", { n: changed })}</span>
      </span>
      <Progress value={percent} aria-label={t("Points are counted anew")} />
    </div>
  );
}
