/** Settings, Integrations: other programs that tell us what happened, and whether they reach us. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { number } from "@/lib/format";
import type { Connection, SourceKind } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { Ago } from "@/ui/moment";
import { Panel } from "@/ui/panel";
import { SectionHead } from "@/ui/settings-frame";
import { type SimpleColumn, SimpleTable } from "@/ui/simple-table";
import { Coming, Wrong } from "@/ui/states";
import { ConnectDialog } from "./connect-dialog";
import { ConnectionSheet } from "./connection-sheet";
import classes from "./integrations.module.css";
import { KindGlyph } from "./kind-glyph";
import { RequestFormsPanel } from "./request-forms-panel";
import { connectionsQuery, connectionWord } from "./use-integrations";

export function IntegrationsSection() {
  const query = useQuery(connectionsQuery);
  const [connecting, setConnecting] = useState<SourceKind | null>(null);
  const [opened, setOpened] = useState<number | null>(null);
  const items = query.data?.items ?? [];
  const chosen = items.find(({ id }) => id === opened) ?? null;
  return (
    <>
      <SectionHead title={t("Integrations")}>{t("Other programs tell what happened there: payments, sessions, anything of your own. Each post is checked by its signature, and here you see what came of it.")}</SectionHead>
      {query.isPending && <Coming what={t("Reading the connections")} rows={4} />}
      {query.isError && !query.data && <Wrong what={t("The connections did not load.")} error={query.error} onRetry={() => void query.refetch()} />}
      {items.length > 0 && (
        <Panel title={t("Connected programs")} flush>
          <SimpleTable label={t("Connected programs")} rows={items} keyOf={(row) => String(row.id)} none={null} columns={columns(setOpened)} />
        </Panel>
      )}
      {query.data && (
        <Panel title={t("Connect a program")} flush>
          <div className={classes.kinds}>
            {query.data.kinds.map((kind) => (
              <button key={kind.key} type="button" className={classes.kind} onClick={() => setConnecting(kind)}>
                <span className={classes.kindHead}>
                  <KindGlyph icon={kind.icon} />
                  {kind.label}
                </span>
                <span className={classes.kindAbout}>{kind.about}</span>
              </button>
            ))}
          </div>
        </Panel>
      )}
      <RequestFormsPanel />
      {connecting && <ConnectDialog kind={connecting} taken={items.map(({ name }) => name)} onClose={() => setConnecting(null)} onMade={setOpened} />}
      <ConnectionSheet connection={chosen} kind={query.data?.kinds.find(({ key }) => key === chosen?.kind) ?? null} onClose={() => setOpened(null)} />
    </>
  );
}

function columns(open: (id: number) => void): SimpleColumn<Connection>[] {
  return [
    {
      key: "name",
      head: t("Program"),
      cut: true,
      cell: (row) => (
        <button type="button" className={classes.name} onClick={() => open(row.id)}>
          <span className="strong cut">{row.name}</span>
          <span className="quiet small cut">{row.kind_label}</span>
        </button>
      ),
    },
    { key: "state", head: t("State"), cell: (row) => <StateChip tone={connectionWord(row).tone}>{connectionWord(row).word}</StateChip> },
    { key: "done", head: t("Taken, 24 h"), end: true, wideOnly: true, cell: (row) => <span className="num">{number(row.done_24h)}</span> },
    { key: "undecided", head: t("Need you"), end: true, wideOnly: true, cell: (row) => <span className="num">{number(row.undecided)}</span> },
    { key: "refused", head: t("Refused, 24 h"), end: true, wideOnly: true, cell: (row) => <span className={row.refused_24h > 0 ? `num ${classes.bad ?? ""}` : "num"}>{number(row.refused_24h)}</span> },
    { key: "last", head: t("Last post"), end: true, wideOnly: true, cell: (row) => (row.received_at ? <Ago at={row.received_at} /> : t("never")) },
  ];
}
