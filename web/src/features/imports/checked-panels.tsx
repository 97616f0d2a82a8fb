/** What the check found, the first rows as they would be taken, and the start. */
import { Button, Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { number, value } from "@/lib/format";
import type { ImportDetail, ImportRow } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { SimpleTable } from "@/ui/simple-table";
import { Coming, Wrong } from "@/ui/states";
import { FaultsPanel } from "./faults-panel";
import classes from "./imports.module.css";
import { rowsQuery, useAct } from "./use-imports";
import { kindWord } from "./words";

export function CheckedPanels({ one, onRemap }: { one: ImportDetail; onRemap: () => void }) {
  return (
    <>
      <StartPanel one={one} onRemap={onRemap} />
      <FaultsPanel one={one} />
      <FirstRows one={one} />
    </>
  );
}

function StartPanel({ one, onRemap }: { one: ImportDetail; onRemap: () => void }) {
  const [live, setLive] = useState(false);
  const act = useAct(one.id);
  return (
    <Panel title={t("The whole file was checked")}>
      <div className={classes.live}>
        <p className={classes.note}>
          {one.bad === 0 ? t("All {good} rows can be taken.", { good: number(one.good) }) : t("{good} rows can be taken. {bad} cannot; they are left out, with the reason beside each.", { good: number(one.good), bad: number(one.bad) })}
        </p>
        <Switch checked={live} onChange={(event) => setLive(event.currentTarget.checked)} label={t("As if it happened now: workflows may begin")} />
        {live ? (
          <p className={classes.warning} role="alert">
            {t("Workflows that are switched on hear these rows: messages may go out, the team may be told, tasks may be made. Rows older than a day stay the past even so. Taking the import back does not call messages back.")}
          </p>
        ) : (
          <p className={classes.note}>{t("Rows are the past: the record learns from them, and nobody is written to, told or given a task.")}</p>
        )}
        <div className={classes.foot}>
          <Button variant="default" onClick={onRemap}>
            {t("Change the columns")}
          </Button>
          <Button disabled={one.good === 0} loading={act.isPending} onClick={() => act.mutate({ method: "POST", path: "/start", body: { historical: !live } })}>
            {t("Take in {n} rows", { n: one.good })}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

function FirstRows({ one }: { one: ImportDetail }) {
  const rows = useQuery(rowsQuery(one.id, JSON.stringify(one.mapping)));
  return (
    <Panel title={t("The first rows, as they would be taken")} aside={kindWord(one.kind)} flush>
      {rows.isPending && <Coming what={t("Reading the first rows")} rows={4} />}
      {rows.isError && <Wrong what={t("The first rows did not load.")} error={rows.error} onRetry={() => void rows.refetch()} />}
      {rows.data && (
        <SimpleTable
          label={t("First rows")}
          rows={rows.data.items}
          keyOf={(row) => String(row.row)}
          none={t("The file has no rows.")}
          columns={[
            { key: "row", head: t("Row"), cell: (row: ImportRow) => <span className="num">{number(row.row)}</span> },
            { key: "whose", head: t("Whose"), wideOnly: true, cell: (row) => <span className={classes.value}>{row.whose}</span> },
            { key: "values", head: t("What it says"), cell: (row) => (row.reason ? <span className={classes.bad}>{row.reason}</span> : <Values values={row.values} />) },
          ]}
        />
      )}
    </Panel>
  );
}

function Values({ values }: { values: Record<string, unknown> }) {
  return (
    <span className={classes.values} style={{ whiteSpace: "normal" }}>
      {Object.entries(values).map(([name, given]) => (
        <span key={name} className={classes.value}>
          <b>{name}</b> {value(given)}
        </span>
      ))}
    </span>
  );
}
