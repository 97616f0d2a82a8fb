/** Where the customer stands in each pipeline, and moving it there by hand. */
import { useQuery } from "@tanstack/react-query";
import type { CustomerDetail, Pipeline } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Facts, Panel } from "@/ui/panel";
import { say } from "@/ui/toasts";
import classes from "./panels.module.css";
import { StageMenu, stageName } from "./stage-menu";
import { change, useCustomerChange } from "./use-customer";
import { pipelinesQuery } from "./use-customers";
import { useMayChange } from "./use-may-change";

export function StagesPanel({ customer }: { customer: CustomerDetail }) {
  const mayWrite = useMayChange(customer);
  const { mutate } = useCustomerChange(customer.id);
  const pipelines = (useQuery(pipelinesQuery).data?.items ?? []).filter(({ subject }) => subject === "customer");
  const move = (key: string, stage: string) => {
    const current = customer.stages[key];
    const back = () => mutate(current === undefined ? change.leavePipeline(customer.id, key) : change.moveStage(customer.id, key, current));
    const shown = stageName(pipelines.find((pipeline) => pipeline.key === key), stage);
    mutate({ ...change.moveStage(customer.id, key, stage), done: () => say(t("Moved to {stage}", { stage: shown }), back) });
  };
  const leave = ({ key, name }: Pipeline, current: string | undefined) => {
    const back = current === undefined ? undefined : () => mutate(change.moveStage(customer.id, key, current));
    mutate({ ...change.leavePipeline(customer.id, key), done: () => say(t("Taken out of {stage}", { stage: name }), back) });
  };
  const facts = pipelines.map((pipeline) => {
    const { key, name } = pipeline;
    const current = customer.stages[key];
    return {
      key,
      label: name,
      value: mayWrite ? <StageMenu pipeline={pipeline} current={current} onMove={(stage) => move(key, stage)} onLeave={() => leave(pipeline, current)} /> : stageName(pipeline, current),
      missing: current === undefined,
    };
  });
  return <Panel title={t("Stages")}>{facts.length > 0 ? <Facts facts={facts} /> : <p className={classes.none}>{t("In no pipeline yet. Workflows move customers along.")}</p>}</Panel>;
}
