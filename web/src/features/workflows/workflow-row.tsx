/** A workflow in the list: name and trigger, its numbers, and its switch. */
import { Switch, Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { clsx } from "clsx";
import { number } from "@/lib/format";
import { useCan } from "@/lib/session";
import type { Workflow } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Sparkline } from "@/ui/sparkline";
import { SwitchDialog } from "./switch-dialog";
import { useSwitching } from "./use-switching";
import classes from "./workflows-page.module.css";

export function WorkflowRow({ row }: { row: Workflow }) {
  const { numbers } = row;
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <Link to="/workflows/$key" params={{ key: row.key }} className={`${classes.name ?? ""} cut`} lang={row.lang ?? undefined} data-row-link>
          {row.name}
        </Link>
        {row.has_draft && <span className={classes.draft}>{row.version === 0 ? t("Draft, never published") : t("Draft")}</span>}
        <Under row={row} />
      </div>
      <div className={classes.entered} data-unit={t("entered")}>
        <Sparkline values={row.entered_by_day} label={t("{name}: {n} entered in 30 days", { name: row.name, n: numbers.entered })} />
        <span className="num strong">{number(numbers.entered)}</span>
      </div>
      <Figure value={numbers.active} label={t("active now")} />
      <Figure value={numbers.sent} label={t("sent")} />
      <Figure value={numbers.held} label={t("held")} tone={classes.warn} />
      <Figure value={numbers.failed} label={t("failed")} tone={classes.bad} />
      <OnOff row={row} />
    </li>
  );
}

/** What starts it, or what is wrong with it. */
function Under({ row }: { row: Workflow }) {
  const wrong = row.trouble || (row.paused && t("Sends nothing: {failed} of {tried} messages failed", { failed: String(row.paused.failed), tried: String(row.paused.tried) }));
  if (wrong) return <span className={clsx(classes.bad, "small cut")} title={wrong}>{wrong}</span>;
  return <span className="quiet small cut">{row.trigger_label || t("nothing starts it yet")}</span>;
}

function Figure({ value, label, tone }: { value: number; label: string; tone?: string | undefined }) {
  return (
    <span className={clsx(classes.figure, "num", value === 0 ? "quiet" : tone)}>
      {number(value)} <span className={classes.unit}>{label}</span>
    </span>
  );
}

function OnOff({ row }: { row: Workflow }) {
  const may = useCan("workflow.switch");
  const { asking, busy, press, close } = useSwitching(row);
  if (row.version === 0) return <div className={classes.switch} />;
  return (
    <div className={classes.switch}>
      <Tooltip label={t("Your role cannot switch workflows.")} disabled={may}>
        <Switch checked={row.is_on} disabled={!may || busy} onChange={press} aria-label={row.is_on ? t("{name} is on. Switch it off", { name: row.name }) : t("{name} is off. Switch it on", { name: row.name })} />
      </Tooltip>
      {asking && <SwitchDialog workflow={row} onClose={close} />}
    </div>
  );
}
