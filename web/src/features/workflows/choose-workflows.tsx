/** Workflows that write to customers ship as drafts: each with what starts it, to look at and switch on. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Workflow } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { Panel } from "@/ui/panel";
import { SimpleTable } from "@/ui/simple-table";
import { Coming, Wrong } from "@/ui/states";
import { SwitchDialog } from "./switch-dialog";
import { useSwitching } from "./use-switching";
import { workflowsQuery } from "./use-workflows";

export function ChooseWorkflows() {
  const list = useQuery(workflowsQuery);
  if (list.isPending) return <Coming what={t("Reading the workflows")} rows={5} />;
  if (list.isError) return <Wrong what={t("The workflows did not load.")} error={list.error} onRetry={() => void list.refetch()} />;
  const rows = list.data.items.filter(({ audience }) => audience === "customer_touch");
  return (
    <Panel title={t("They write to customers")} flush>
      <SimpleTable
        label={t("They write to customers")}
        rows={rows}
        keyOf={(row) => row.key}
        none={t("None ships with this Perennia.")}
        columns={[
          { key: "name", head: t("Workflow"), cell: (row: Workflow) => <Name row={row} /> },
          { key: "on", head: <span className="hidden-words">{t("Switch on")}</span>, end: true, cell: (row) => <Turn row={row} /> },
        ]}
      />
    </Panel>
  );
}

function Name({ row }: { row: Workflow }) {
  return (
    <span style={{ whiteSpace: "normal" }}>
      <Link to="/workflows/$key" params={{ key: row.key }} className="strong">
        {row.name}
      </Link>
      <br />
      <span className="quiet small">{row.trigger_label}</span>
    </span>
  );
}

function Turn({ row }: { row: Workflow }) {
  const { asking, press, close } = useSwitching(row);
  if (row.is_on) return <StateChip tone="good">{t("On")}</StateChip>;
  return (
    <>
      <Button variant="default" onClick={press} aria-label={t("{name}: switch on", { name: row.name })}>
        {t("Switch on")}
      </Button>
      {asking && <SwitchDialog workflow={row} onClose={close} />}
    </>
  );
}
