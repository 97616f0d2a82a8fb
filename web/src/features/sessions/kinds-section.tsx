/** Settings, Sessions: what can be booked, with the link one sends. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useCan } from "@/lib/session";
import type { SessionKind } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { Panel } from "@/ui/panel";
import { SectionHead } from "@/ui/settings-frame";
import { SimpleTable } from "@/ui/simple-table";
import { Coming, Wrong } from "@/ui/states";
import { say } from "@/ui/toasts";
import classes from "./sessions.module.css";
import { KindSheet } from "./kind-sheet";
import { kindsQuery } from "./use-sessions";

/** On a phone what else there is to say of it stands below its name. */
function Title({ kind }: { kind: SessionKind }) {
  return (
    <span className={classes.kind}>
      <span className="strong cut" title={kind.title}>{kind.title}</span>
      <span className={`quiet small cut ${classes.kindMore ?? ""}`}>{kind.is_active ? t("{n} minutes", { n: kind.minutes }) : t("Rests|session kind")}</span>
    </span>
  );
}

export function KindsSection() {
  const may = useCan("session.manage");
  const kinds = useQuery(kindsQuery);
  const [opened, open] = useState<SessionKind | "new" | null>(null);
  const copy = (address: string) => void navigator.clipboard.writeText(address).then(() => say(t("Copied")));
  const add = may && <Button onClick={() => open("new")}>{t("New kind of session")}</Button>;
  return (
    <>
      <SectionHead title={t("Sessions")} action={add}>
        {t("What customers can book with your team. Letters offer it by a link of their own, which knows who comes.")}
      </SectionHead>
      <Panel title={t("What can be booked")} flush>
        {kinds.isPending && <Coming what={t("Reading the kinds")} rows={2} />}
        {kinds.isError && <Wrong what={t("The kinds did not load.")} error={kinds.error} onRetry={() => void kinds.refetch()} />}
        {kinds.data && (
          <SimpleTable
            label={t("What can be booked")}
            rows={kinds.data.items}
            keyOf={(row) => String(row.id)}
            none={t("Nothing can be booked yet.")}
            columns={[
              { key: "title", head: t("Kind|session"), cut: true, cell: (row: SessionKind) => <Title kind={row} /> },
              { key: "minutes", head: t("Minutes"), end: true, wideOnly: true, cell: (row) => <span className="num">{row.minutes}</span> },
              { key: "hosts", head: t("Hosts"), wideOnly: true, cut: true, cell: (row) => row.hosts.map(({ name }) => name).join(", ") || t("whoever looks after customers") },
              { key: "state", head: t("State"), wideOnly: true, cell: (row) => (row.is_active ? <StateChip tone="good">{t("Open|session kind")}</StateChip> : <StateChip>{t("Rests|session kind")}</StateChip>) },
              {
                key: "do",
                head: <span className="hidden-words">{t("Change")}</span>,
                end: true,
                cell: (row) => (
                  <span style={{ display: "inline-flex", gap: 4 }}>
                    {row.is_active && <Button variant="subtle" onClick={() => copy(row.link)} aria-label={t("Copy the link to {name}", { name: row.title })}>{t("Copy the link")}</Button>}
                    {may && <Button variant="subtle" onClick={() => open(row)} aria-label={t("Change {name}", { name: row.title })}>{t("Change")}</Button>}
                  </span>
                ),
              },
            ]}
          />
        )}
      </Panel>
      {opened !== null && <KindSheet kind={opened === "new" ? null : opened} onClose={() => open(null)} />}
    </>
  );
}
