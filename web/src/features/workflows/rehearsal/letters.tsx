/** Some of the letters, as they would have read for their readers then. */
import { useState } from "react";
import { called, moment } from "@/lib/format";
import type { RehearsalSide } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Written } from "@/ui/written";
import { Panel } from "@/ui/panel";
import { SideSheet } from "@/ui/side-sheet";
import classes from "./rehearsal.module.css";

export function Letters({ side }: { side: RehearsalSide }) {
  const [open, setOpen] = useState<number | null>(null);
  const chosen = open === null ? undefined : side.samples[open];
  if (side.samples.length === 0) return null;
  return (
    <Panel title={t("Some of the letters")} aside={t("{n} of {all}", { n: side.samples.length, all: side.sent })} flush>
      <ul className={classes.rows}>
        {side.samples.map((letter, index) => (
          <li key={`${letter.at} ${letter.to} ${letter.template}`}>
            <button type="button" className={classes.row} onClick={() => setOpen(index)}>
              <span className={`${classes.rowMain ?? ""} cut`}>{letter.subject}</span>
              <span className="quiet cut">{called(letter.contact?.name ?? letter.to)}</span>
              <time className="quiet num" dateTime={letter.at}>{moment(letter.at)}</time>
            </button>
          </li>
        ))}
      </ul>
      <SideSheet opened={chosen !== undefined} onClose={() => setOpen(null)} title={chosen?.subject ?? ""} size={680}>
        {chosen && (
          <>
            <p className={classes.to}>{t("To {name} on {moment}. It was not sent.", { name: chosen.to, moment: moment(chosen.at) })}</p>
            <Written letter={chosen} height="calc(100vh - 130px)" title={chosen.subject} />
          </>
        )}
      </SideSheet>
    </Panel>
  );
}
