/** The score as the sum it is: each reason with its points and how often; all entries behind it in a sheet. */
import { Button } from "@mantine/core";
import { clsx } from "clsx";
import { useState } from "react";
import { number } from "@/lib/format";
import type { CustomerDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import classes from "./panels.module.css";
import { PointsSheet } from "./points-sheet";
import { signed } from "./signed";

type Props = { customer: CustomerDetail; onEvent: ((id: string) => void) | undefined };
const FIRST = 8;

export function ScorePanel({ customer, onEvent }: Props) {
  const { points } = customer;
  const [opened, setOpened] = useState(false);
  const rest = points.by_reason.length - FIRST;
  return (
    <Panel title={t("Why {score}", { score: points.total })} aside={t("points earned")} label={t("Score")}>
      {points.by_reason.length === 0 ? (
        <p className={classes.none}>{t("No points yet. They come from sign-ins, time on features and payments.")}</p>
      ) : (
        <>
          <ul className={classes.reasons}>
            {points.by_reason.slice(0, FIRST).map(({ reason, points: earned, count }) => (
              <li key={reason} className={classes.reason}>
                <span>
                  {reason} <span className="quiet small num">{t("{n} times", { n: count })}</span>
                </span>
                <span className={clsx(classes.points, "num", earned < 0 && classes.minus)}>{signed(earned)}</span>
              </li>
            ))}
            {rest > 0 && <li className="quiet small">{t("and {n} other reasons", { n: rest })}</li>}
          </ul>
          <div className={clsx(classes.sum, "num")}>
            <span>{t("Sum")}</span>
            <span>{number(points.total)}</span>
          </div>
          <Button variant="subtle" onClick={() => setOpened(true)} style={{ marginTop: 6 }}>
            {t("Every entry")}
          </Button>
        </>
      )}
      <PointsSheet customer={customer} opened={opened} onClose={() => setOpened(false)} onEvent={onEvent} />
    </Panel>
  );
}
