/** One rehearsal: how far it is, then what each side would have done. */
import { Button, Progress, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { day, number } from "@/lib/format";
import { useCan } from "@/lib/session";
import type { Rehearsal, RehearsalSide } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { DaysChart } from "./days-chart";
import { Differences } from "./differences";
import { Figures } from "./figures";
import { Letters } from "./letters";
import classes from "./rehearsal.module.css";
import { Reasons } from "./reasons";
import { Touched } from "./touched";
import { isOver, useCancel } from "./use-rehearsals";

export function Found({ rehearsal }: { rehearsal: Rehearsal }) {
  const [of, setOf] = useState<RehearsalSide["of"]>("draft");
  const side = rehearsal.sides.find((one) => one.of === of) ?? rehearsal.sides[0];
  return (
    <section aria-label={t("What it would have done")} className={classes.found}>
      <State rehearsal={rehearsal} />
      {rehearsal.sides.length > 1 && (
        <>
          <Differences sides={rehearsal.sides} />
          <SegmentedControl className={classes.sides} aria-label={t("Side")} value={of} onChange={(next) => setOf(next === "running" ? "running" : "draft")} data={[{ value: "draft", label: t("The draft") }, { value: "running", label: t("What runs now") }]} />
        </>
      )}
      {side && (
        <>
          <Figures side={side} />
          {isOver(rehearsal) && side.entered === 0 && <p className={classes.state}>{t("Nobody would have entered in this time: what starts it did not happen, or nobody was let in.")}</p>}
          <DaysChart side={side} />
          <Reasons side={side} />
          <Letters side={side} />
          {isOver(rehearsal) && <Touched key={`${rehearsal.id} ${side.of}`} rehearsal={rehearsal} side={side} />}
        </>
      )}
      {side && (
        <ul className={classes.notes} aria-label={t("What it cannot know")}>
          {rehearsal.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function State({ rehearsal }: { rehearsal: Rehearsal }) {
  const may = useCan("workflow.edit");
  const cancel = useCancel(rehearsal.id);
  const percent = Math.round(rehearsal.progress * 100);
  const events = rehearsal.sides[0]?.events ?? 0;
  // The days as the chart has them: those of the organisation, not of the reader.
  const days = rehearsal.sides[0]?.days ?? [];
  const span = t("{from} to {to}", { from: day(days[0]?.day ?? rehearsal.begins_at), to: day(days.at(-1)?.day ?? rehearsal.ends_at) });
  if (rehearsal.state === "failed") return <p className={classes.refused} role="alert">{t("The rehearsal stopped: {reason}", { reason: rehearsal.failure })}</p>;
  if (isOver(rehearsal)) {
    return (
      <p className={classes.state} role="status">
        <b>{span}</b> · {t("{n} events replayed", { n: events })}
        {rehearsal.state === "cancelled" && <> · {t("cancelled at {percent} %, so this is a part of it", { percent })}</>}
      </p>
    );
  }
  return (
    <div className={classes.running} role="status">
      <span>
        {t("Replaying {span}: {percent} %", { span, percent })} <span className="quiet num">{t("{n} events so far", { n: number(events) })}</span>
      </span>
      <Progress value={percent} aria-label={t("How far the rehearsal is")} />
      {may && (
        <Button variant="subtle" size="compact-sm" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t("Cancel")}
        </Button>
      )}
      {cancel.isError && <span className={classes.refused}>{reason(cancel.error)}</span>}
    </div>
  );
}
