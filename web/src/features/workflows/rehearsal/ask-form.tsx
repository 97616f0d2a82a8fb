/** How far to look back, and the one button. */
import { Button, Checkbox, SegmentedControl, Tooltip } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";
import { useCan } from "@/lib/session";
import type { WorkflowDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { Panel } from "@/ui/panel";
import classes from "./rehearsal.module.css";
import { DAYS, useRehearse } from "./use-rehearsals";

export function AskForm({ workflow, onAsked }: { workflow: WorkflowDetail; onAsked: (id: number) => void }) {
  const may = useCan("workflow.edit");
  const [days, setDays] = useState("30");
  const [compare, setCompare] = useState(true);
  const rehearse = useRehearse(workflow.key);
  const canCompare = workflow.has_draft && workflow.version > 0;
  const ask = () => rehearse.mutate({ days: Number(days), compare: canCompare && compare }, { onSuccess: ({ id }) => onAsked(id) });
  return (
    <Panel title={workflow.has_draft ? t("Rehearse the draft") : t("Rehearse it")} aside={t("nothing is sent or changed")}>
      <div className={classes.ask}>
        <SegmentedControl aria-label={t("How far to look back")} value={days} onChange={setDays} data={DAYS.map((n) => ({ value: String(n), label: t("{n} days", { n }) }))} />
        {canCompare && <Checkbox checked={compare} onChange={(event) => setCompare(event.currentTarget.checked)} label={t("Compare with what runs now")} />}
        <Tooltip label={t("Your role cannot change workflows.")} disabled={may}>
          <Button leftSection={<IconPlayerPlay size={15} aria-hidden="true" />} loading={rehearse.isPending} data-disabled={!may || undefined} aria-disabled={!may} onClick={() => may && ask()}>
            {t("Rehearse")}
          </Button>
        </Tooltip>
      </div>
      {rehearse.isError && <p className={classes.refused} role="alert">{reason(rehearse.error)}</p>}
    </Panel>
  );
}
