/** What came of an import, and taking it back. */
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { moment, number } from "@/lib/format";
import type { ImportDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import classes from "./imports.module.css";
import { useAct } from "./use-imports";

export function OutcomePanel({ one }: { one: ImportDetail }) {
  const act = useAct(one.id);
  const mayUndo = one.taken > 0 && one.state !== "undone";
  return (
    <Panel title={headline(one)} aside={one.ended_at ? moment(one.ended_at) : undefined}>
      <div className={classes.live}>
        {one.trouble && (
          <p className={classes.refusal} role="alert">
            {t("It stopped: {reason} What was taken stays, and can be taken back.", { reason: one.trouble })}
          </p>
        )}
        <dl className={classes.figures}>
          {figures(one).map(({ label, count }) => (
            <div key={label} className={classes.figure}>
              <dt>{label}</dt>
              <dd className="num">{number(count)}</dd>
            </div>
          ))}
        </dl>
        {one.state !== "undone" && one.taken > 0 && (
          <p className={classes.note}>{one.historical ? t("Taken in as the past: nobody was written to, told or given a task because of it.") : t("Taken in as if it happened now: workflows heard what is less than a day old.")}</p>
        )}
        {mayUndo && (
          <p className={classes.note}>
            {t("Taking it back removes the customers and contacts it made, unless anything else has come of them since; its events leave history and sums; values, tags and owners it was the last to set give way to the earlier ones. What workflows and people did stays.")}
          </p>
        )}
        <div className={classes.foot}>
          {mayUndo && (
            <Button variant="default" loading={act.isPending} onClick={() => act.mutate({ method: "POST", path: "/undo" })}>
              {t("Take it back")}
            </Button>
          )}
          {one.state === "done" && (
            <Button component={Link} to={one.kind === "events" ? "/events" : "/customers"}>
              {one.kind === "events" ? t("See the events") : t("See the customers")}
            </Button>
          )}
        </div>
      </div>
    </Panel>
  );
}

function headline(one: ImportDetail): string {
  if (one.state === "done") return t("The file has come in");
  if (one.state === "undone") return t("The import was taken back");
  if (one.state === "failed") return t("The import stopped");
  return one.taken > 0 ? t("Cancelled after {n} rows", { n: one.taken }) : t("Cancelled; nothing was taken in");
}

function figures(one: ImportDetail) {
  if (one.state === "undone") {
    const went = one.undone;
    return [
      { label: t("Customers removed"), count: went["customers"] ?? 0 },
      { label: t("Contacts removed"), count: went["contacts"] ?? 0 },
      { label: t("Customers that stay"), count: went["kept_customers"] ?? 0 },
      { label: t("Contacts that stay"), count: went["kept_contacts"] ?? 0 },
    ];
  }
  return [
    { label: t("Rows taken in"), count: one.taken },
    { label: t("Rows refused"), count: one.refused },
    { label: t("New customers"), count: one.made_customers },
    { label: t("New contacts"), count: one.made_contacts },
  ];
}
