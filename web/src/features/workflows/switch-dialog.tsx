/** Switching a workflow on counts from this moment; who qualifies already is shown and can be taken in. */
import { Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Workflow } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Confirm } from "@/ui/confirm";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { qualifyingQuery, useSwitch } from "./use-workflows";

type Props = { workflow: Pick<Workflow, "key" | "name" | "audience" | "subject">; onClose: () => void };

export function SwitchDialog({ workflow, onClose }: Props) {
  const turn = useSwitch(workflow.key);
  const [existing, setExisting] = useState(false);
  const done = {
    onSuccess: () => {
      say(t("{name} is on", { name: workflow.name }));
      onClose();
    },
    onError: (error: Error) => warn(reason(error)),
  };
  return (
    <Confirm
      opened
      title={t('Switch on "{name}"?', { name: workflow.name })}
      action={t("Switch on")}
      busy={turn.isPending}
      onClose={onClose}
      onConfirm={() => turn.mutate({ on: true, enrolExisting: existing }, done)}
    >
      <p style={{ margin: "0 0 12px" }}>{workflow.audience === "customer_touch" ? t("It writes to customers. It counts from this moment; the past starts nothing.") : t("It tells the team. It counts from this moment; the past starts nothing.")}</p>
      <Existing workflow={workflow} checked={existing} onChange={setExisting} />
    </Confirm>
  );
}

function Existing({ workflow, checked, onChange }: { workflow: Props["workflow"]; checked: boolean; onChange: (on: boolean) => void }) {
  const found = useQuery(qualifyingQuery(workflow.key));
  if (found.isPending) return <p className="quiet">{t("Counting who qualifies already")}</p>;
  const count = found.data?.count ?? null;
  if (found.isError) return <p className="quiet">{t("Who qualifies already could not be counted. You can switch it on all the same.")}</p>;
  if (count === null) return <p className="quiet">{t("Only an event starts it, so nobody waits for it yet.")}</p>;
  if (count === 0) return <p className="quiet">{t("Nobody qualifies at this moment.")}</p>;
  const label = workflow.subject === "contact" ? t("Also take in the {n} contacts who qualify already", { n: count }) : t("Also take in the {n} customers who qualify already", { n: count });
  return <Checkbox label={label} checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />;
}
