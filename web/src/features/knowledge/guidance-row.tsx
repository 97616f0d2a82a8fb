/** One line of the list: what it is, for whom, and what came of it. */
import { Link } from "@tanstack/react-router";
import { number } from "@/lib/format";
import type { Guidance } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Sparkline } from "@/ui/sparkline";
import { KindGlyph, kindName, PhaseChip } from "./guidance-words";
import classes from "./guidance.module.css";

export function GuidanceRow({ row }: { row: Guidance }) {
  const { numbers } = row;
  const whom = row.summary || t("Everybody, visitors too");
  return (
    <li className={classes.row}>
      <span className={classes.glyph} title={kindName(row.kind)}>
        <KindGlyph kind={row.kind} size={18} />
      </span>
      <div className={classes.words}>
        <span className={classes.first}>
          <Link to="/guidance/$id" params={{ id: row.id }} className={`${classes.name ?? ""} cut`} title={row.name} data-row-link>
            {row.name}
          </Link>
          <PhaseChip phase={row.phase} />
        </span>
        <span className="quiet small cut" title={whom}>
          {`${kindName(row.kind)} · ${whom}${row.audience === null ? "" : ` · ${t("{n} people", { n: row.audience })}`}`}
        </span>
      </div>
      <span className={classes.spark}>
        <Sparkline values={numbers.shown_by_day} label={t("Shown on each of the last 30 days: {n} in all", { n: numbers.shown_by_day.reduce((sum, one) => sum + one, 0) })} />
      </span>
      <Figure value={numbers.shown} label={t("shown")} />
      <Figure value={numbers.clicked} label={share(t("clicked"), numbers.clicked, numbers.shown)} />
      <Figure value={numbers.closed} label={share(t("closed|guidance"), numbers.closed, numbers.shown)} />
      <Figure value={numbers.finished} label={share(t("completed"), numbers.finished, numbers.shown)} isOff={row.kind === "announcement" || row.kind === "help"} />
    </li>
  );
}

function Figure({ value, label, isOff = false }: { value: number; label: string; isOff?: boolean }) {
  return (
    <span className={classes.figure}>
      {!isOff && (
        <>
          <b className="num">{number(value)}</b>
          <span className="quiet small">{label}</span>
        </>
      )}
    </span>
  );
}

/** The word with its share of those who saw it. */
export function share(word: string, part: number, of: number): string {
  return of > 0 ? `${word} ${Math.round((100 * part) / of)} %` : word;
}
