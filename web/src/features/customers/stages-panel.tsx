/** Where the customer stands in each pipeline, and moving it there by hand. */
import { Menu } from "@mantine/core";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { CustomerDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Facts, Panel } from "@/ui/panel";
import { say } from "@/ui/toasts";
import classes from "./panels.module.css";
import { change, useCustomerChange } from "./use-customer";
import { useMayChange } from "./use-may-change";
import { facetsQuery } from "./use-customers";

export function StagesPanel({ customer }: { customer: CustomerDetail }) {
  const mayWrite = useMayChange(customer);
  const known = useQuery(facetsQuery).data?.stages ?? [];
  const pipelines = Object.keys(customer.stages).toSorted();
  const facts = pipelines.map((pipeline) => {
    const choices = [...new Set([...known.filter((one) => one.pipeline === pipeline).map(({ stage }) => stage), customer.stages[pipeline] ?? []].flat())];
    const stage = customer.stages[pipeline];
    return {
      key: pipeline,
      label: pipeline,
      value: mayWrite ? <StageMenu customer={customer} pipeline={pipeline} choices={choices} /> : (stage ?? t("not yet")),
      missing: stage === undefined,
    };
  });
  return <Panel title={t("Stages")}>{facts.length > 0 ? <Facts facts={facts} /> : <p className={classes.none}>{t("In no pipeline yet. Workflows move customers along.")}</p>}</Panel>;
}

function StageMenu({ customer, pipeline, choices }: { customer: CustomerDetail; pipeline: string; choices: string[] }) {
  const { mutate } = useCustomerChange(customer.id);
  const current = customer.stages[pipeline];
  const move = (stage: string) => {
    const back = current === undefined ? undefined : () => mutate(change.moveStage(customer.id, pipeline, current));
    mutate({ ...change.moveStage(customer.id, pipeline, stage), done: () => say(t("Moved to {stage}", { stage }), back) });
  };
  return (
    <Menu width={220} position="bottom-end">
      <Menu.Target>
        <button type="button" className={classes.stage} aria-label={t("{pipeline}: {stage}. Change", { pipeline, stage: current ?? t("not yet") })}>
          {current ?? t("not yet")}
          <IconChevronDown size={13} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{pipeline}</Menu.Label>
        {choices.map((stage) => (
          <Menu.Item key={stage} onClick={() => move(stage)} disabled={stage === current} rightSection={stage === current && <IconCheck size={14} aria-hidden="true" />}>
            {stage}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
