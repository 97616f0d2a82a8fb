/** What an item did: who saw it, pressed it, closed it, finished it; by day, and by step of a checklist. */
import { number } from "@/lib/format";
import type { GuidanceRecord } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { Bars } from "@/ui/sparkline";
import { share } from "./guidance-row";
import classes from "./guidance.module.css";

function NobodyYet({ isForAll }: { isForAll: boolean }) {
  return (
    <Panel title={t("What came of it")}>
      <p className="quiet" style={{ margin: 0 }}>
        {isForAll ? t("Nobody you know has seen it yet. Visitors see it too, but are not counted.") : t("Nobody has seen it yet.")}
      </p>
    </Panel>
  );
}

export function GuidanceNumbers({ item }: { item: GuidanceRecord }) {
  const { numbers } = item;
  if (numbers.shown === 0 && numbers.missing === 0) return item.phase === "live" ? <NobodyYet isForAll={item.summary === ""} /> : null;
  const figures = [
    { key: "shown", value: numbers.shown, label: t("shown") },
    { key: "clicked", value: numbers.clicked, label: share(t("clicked"), numbers.clicked, numbers.shown) },
    { key: "closed", value: numbers.closed, label: share(t("closed|guidance"), numbers.closed, numbers.shown) },
    ...(item.kind === "tip" || item.kind === "checklist" ? [{ key: "finished", value: numbers.finished, label: share(t("completed"), numbers.finished, numbers.shown) }] : []),
  ];
  const bars = numbers.shown_by_day.map((main, index) => ({ key: String(index), main, second: 0 }));
  return (
    <Panel title={t("What came of it")} aside={t("each known person once")}>
      <div className={classes.figures}>
        {figures.map(({ key, value, label }) => (
          <p key={key} className={classes.big}>
            <b className="num">{number(value)}</b>
            <br />
            <span className="quiet small">{label}</span>
          </p>
        ))}
      </div>
      <Bars bars={bars} label={t("Shown on each of the last 30 days: {n} in all", { n: bars.reduce((sum, bar) => sum + bar.main, 0) })} from={t("30 days ago")} to={t("Today")} />
      {numbers.missing > 0 && <p className="small">{t("For {n} people what it points at was not on the page. Look at its selector.", { n: numbers.missing })}</p>}
      {Object.keys(numbers.parts).length > 0 && (
        <ul className={classes.faults}>
          {(item.content.parts ?? []).map((part, index) => (
            <li key={part.id}>{`${part.texts?.en?.title || part.texts?.vi?.title || t("To do {n}", { n: index + 1 })}: ${number(numbers.parts[part.id] ?? 0)}`}</li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
