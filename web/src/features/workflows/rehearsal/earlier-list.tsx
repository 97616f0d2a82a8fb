/** The rehearsals that are kept, to look at one again. */
import { day, moment } from "@/lib/format";
import type { Rehearsal } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import classes from "./rehearsal.module.css";

type Props = { rehearsals: Rehearsal[]; shown: number | null; onChoose: (id: number) => void };

export function EarlierList({ rehearsals, shown, onChoose }: Props) {
  return (
    <Panel title={t("Earlier rehearsals")} flush>
      <ul className={classes.rows}>
        {rehearsals.map((one) => (
          <li key={one.id}>
            <button type="button" className={classes.row} aria-current={one.id === shown} onClick={() => onChoose(one.id)}>
              <span className={`${classes.rowMain ?? ""} cut`}>{t("{from} to {to}", { from: day(one.begins_at), to: day(one.ends_at) })}</span>
              <span className="quiet cut">{one.asked_by}</span>
              <time className="quiet num" dateTime={one.asked_at}>{moment(one.asked_at)}</time>
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
