/** Why not: who did not enter, what was held back or had to wait; and what the steps came to. */
import { number } from "@/lib/format";
import type { ReasonCount, RehearsalSide } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import classes from "./rehearsal.module.css";

export function Reasons({ side }: { side: RehearsalSide }) {
  const groups: { title: string; rows: ReasonCount[] }[] = [
    { title: t("Did not enter, because"), rows: side.not_entered },
    { title: t("Held back, because"), rows: side.holds },
    { title: t("Had to wait first, because"), rows: side.deferred },
    { title: t("How the runs stand"), rows: side.states },
    { title: t("Steps reached"), rows: side.steps },
    { title: t("What it would have changed"), rows: side.changes },
  ];
  const told = groups.filter(({ rows }) => rows.length > 0);
  if (told.length === 0) return null;
  return (
    <div className={classes.groups}>
      {told.map(({ title, rows }) => (
        <Panel key={title} title={title}>
          <Shares rows={rows} />
        </Panel>
      ))}
    </div>
  );
}

function Shares({ rows }: { rows: ReasonCount[] }) {
  const top = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <ul className={classes.shares}>
      {rows.map(({ key, text, count }) => (
        <li key={key}>
          <span className={classes.shareText}>{text}</span>
          <span className="num">{number(count)}</span>
          <i aria-hidden="true" style={{ width: `${(count / top) * 100}%` }} />
        </li>
      ))}
    </ul>
  );
}
