/** The score as the sum it is: each reason with its points and how often. */
import { clsx } from "clsx";
import { number } from "@/lib/format";
import type { CustomerDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import classes from "./panels.module.css";

export function ScorePanel({ points }: { points: CustomerDetail["points"] }) {
  return (
    <Panel title={t("Why {score}", { score: points.total })} aside={t("points earned")} label={t("Score")}>
      {points.by_reason.length === 0 ? (
        <p className={classes.none}>{t("No points yet. They come from sign-ins, time on features and payments.")}</p>
      ) : (
        <>
          <ul className={classes.reasons}>
            {points.by_reason.map(({ reason, points: earned, count }) => (
              <li key={reason} className={classes.reason}>
                <span>
                  {reason} <span className="quiet small num">{t("{n} times", { n: count })}</span>
                </span>
                <span className={clsx(classes.points, "num", earned < 0 && classes.minus)}>{signed(earned)}</span>
              </li>
            ))}
          </ul>
          <div className={clsx(classes.sum, "num")}>
            <span>{t("Sum")}</span>
            <span>{number(points.total)}</span>
          </div>
        </>
      )}
    </Panel>
  );
}

export function signed(points: number): string {
  return points > 0 ? `+${number(points)}` : number(points).replace("-", "\u2212");
}
