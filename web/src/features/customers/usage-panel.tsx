/** What they do with the product: 90 days of events, and time by feature. */
import { Anchor } from "@mantine/core";
import { day, lastDays, number, span } from "@/lib/format";
import type { CustomerDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { Bars } from "@/ui/sparkline";
import classes from "./panels.module.css";

export const DAYS = 90;

export function UsagePanel({ customer, onMore }: { customer: CustomerDetail; onMore: () => void }) {
  const top = customer.features.toSorted((a, b) => b.seconds - a.seconds).slice(0, 4);
  const more = (
    <Anchor component="button" type="button" onClick={onMore} fz="xs">
      {t("All usage")}
    </Anchor>
  );
  return (
    <Panel title={t("What they do")} aside={more}>
      {customer.usage.length === 0 && top.length === 0 ? (
        <p className={classes.none}>{t("Nothing in 90 days.")}</p>
      ) : (
        <div className={classes.two}>
          <UsageBars usage={customer.usage} height={84} />
          <FeatureList features={top} />
        </div>
      )}
    </Panel>
  );
}

/** The last 90 days, days without an event included, so that a gap is seen as one. */
export function UsageBars({ usage, height }: { usage: CustomerDetail["usage"]; height: number }) {
  const counts = new Map(usage.map(({ day: on, count }) => [on.slice(0, 10), count]));
  const days = lastDays(DAYS);
  const bars = days.map((key) => ({ key, main: counts.get(key) ?? 0, second: 0 }));
  const active = bars.filter(({ main }) => main > 0).length;
  const sum = bars.reduce((all, { main }) => all + main, 0);
  return (
    <div>
      <p className={classes.sentence}>{t("{n} events on {days} of 90 days", { n: sum, days: active })}</p>
      <Bars
        bars={bars}
        height={height}
        label={t("Events a day in 90 days: {n} in all, on {days} days.", { n: sum, days: active })}
        from={day(days[0] ?? "")}
        to={t("today")}
        onTop={({ key, main }) => t("{day}: {n} events", { day: day(key), n: main })}
      />
    </div>
  );
}

export function FeatureList({ features }: { features: CustomerDetail["features"] }) {
  const most = Math.max(1, ...features.map(({ seconds }) => seconds));
  if (features.length === 0) return <p className={classes.none}>{t("No feature used yet.")}</p>;
  return (
    <ul className={classes.features}>
      {features.map(({ feature, seconds, uses }) => (
        <li key={feature} className={classes.feature}>
          <span className="cut strong" title={feature}>
            {feature}
          </span>
          <span className={classes.track} aria-hidden="true">
            <span className={classes.fill} style={{ width: `${(100 * seconds) / most}%` }} />
          </span>
          <span className="num" title={t("{n} uses", { n: uses })}>
            {seconds > 0 ? span(seconds) : number(uses)}
          </span>
        </li>
      ))}
    </ul>
  );
}
