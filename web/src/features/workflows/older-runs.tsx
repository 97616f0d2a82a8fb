/** Who runs on an older version, and the deliberate act of moving them. */
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { components } from "@/api/schema";
import { number } from "@/lib/format";
import { at, get, send } from "@/lib/http";
import { useCan } from "@/lib/session";
import type { WorkflowDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Confirm } from "@/ui/confirm";
import { Panel } from "@/ui/panel";
import { SimpleTable } from "@/ui/simple-table";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";

type Older = components["schemas"]["Older"];
type Row = Older["items"][number];

export function OlderRuns({ workflow }: { workflow: WorkflowDetail }) {
  const path = at`/api/workflows/${workflow.key}/older`;
  const older = useQuery({ queryKey: ["workflow", workflow.key, "older"], queryFn: ({ signal }) => get<Older>(path, { signal }) });
  const [asking, setAsking] = useState(false);
  const may = useCan("workflow.edit");
  const rows = older.data?.items ?? [];
  if (!older.data || rows.length === 0) return null;
  const moving = sum(rows.filter(({ moves }) => moves));
  return (
    <Panel title={t("On older versions")} aside={t("They keep theirs until you move them")} flush>
      <SimpleTable
        label={t("On older versions")}
        rows={rows}
        keyOf={(row) => `${row.version} ${row.step}`}
        none=""
        columns={[
          { key: "version", head: t("Version"), cell: (row: Row) => <span className="num">{row.version}</span> },
          { key: "step", head: t("Where they wait"), cut: true, cell: (row) => row.step },
          { key: "count", head: t("How many"), end: true, cell: (row) => <span className="num">{number(row.count)}</span> },
          { key: "moves", head: t("If you move them"), wideOnly: true, cell: (row) => (row.moves ? t("go on at this step in version {n}", { n: older.data.newest }) : t("stay: version {n} has no such step", { n: older.data.newest })) },
        ]}
      />
      {may && moving > 0 && (
        <div style={{ padding: "10px 14px" }}>
          <Button variant="default" onClick={() => setAsking(true)}>
            {t("Move {n} to version {version}", { n: moving, version: older.data.newest })}
          </Button>
        </div>
      )}
      {asking && <Ask path={path} workflow={workflow} moving={moving} staying={sum(rows) - moving} newest={older.data.newest} onClose={() => setAsking(false)} />}
    </Panel>
  );
}

type AskProps = { path: string; workflow: WorkflowDetail; moving: number; staying: number; newest: number; onClose: () => void };

function Ask({ path, workflow, moving, staying, newest, onClose }: AskProps) {
  const client = useQueryClient();
  const move = useMutation({
    mutationFn: () => send<Older>("POST", `${path}/move`),
    onSuccess: async () => {
      say(t("They are being moved to version {n}", { n: newest }));
      onClose();
      await client.invalidateQueries({ queryKey: ["workflow", workflow.key] });
    },
    onError: (error) => warn(reason(error)),
  });
  return (
    <Confirm opened title={t("Move {n} to version {version}?", { n: moving, version: newest })} action={t("Move them")} busy={move.isPending} onClose={onClose} onConfirm={() => move.mutate()}>
      <p style={{ margin: "0 0 12px" }}>{t("Each goes on waiting at its step as the new version says, counted from when its wait began. Whose wait is over by that goes on at once.")}</p>
      {staying > 0 && <p style={{ margin: 0 }}>{t("{n} wait at a step that is no more; they finish in their version.", { n: staying })}</p>}
    </Confirm>
  );
}

function sum(rows: Row[]): number {
  return rows.reduce((total, { count }) => total + count, 0);
}
