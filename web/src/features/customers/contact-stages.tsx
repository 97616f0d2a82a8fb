/** Where a contact stands in each pipeline of contacts, and moving them there by hand. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { at, send } from "@/lib/http";
import type { Contact, Customer, Pipeline } from "@/lib/shapes";
import { t } from "@/lib/t";
import { TagChip } from "@/ui/chips";
import { type Fact, Facts } from "@/ui/panel";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import classes from "./panels.module.css";
import { StageMenu, stageName } from "./stage-menu";
import { pipelinesQuery } from "./use-customers";
import { useMayChange } from "./use-may-change";

type Props = { customer: Customer; contact: Contact };

export function ContactStages({ customer, contact }: Props) {
  const mayWrite = useMayChange(customer);
  const pipelines = (useQuery(pipelinesQuery).data?.items ?? []).filter(({ subject }) => subject === "contact");
  const move = useMove(customer.id, contact);
  const facts = pipelines.map((pipeline): Fact => {
    const current = contact.stages[pipeline.key];
    return { key: pipeline.key, label: pipeline.name, missing: current === undefined, value: shown(pipeline, current, mayWrite ? move : undefined) };
  });
  return facts.length > 0 ? <Facts facts={facts} /> : <p className={classes.none}>{t("In no pipeline yet.")}</p>;
}

type Move = { pipeline: Pipeline; stage: string; leaves?: boolean };

function shown(pipeline: Pipeline, current: string | undefined, move: ((where: Move) => void) | undefined) {
  if (pipeline.has_several) return several(pipeline, current, move);
  if (!move) return stageName(pipeline, current);
  return <StageMenu pipeline={pipeline} current={current} onMove={(stage) => move({ pipeline, stage })} onLeave={() => current !== undefined && move({ pipeline, stage: current, leaves: true })} />;
}

/** One chip a stage, each of which can be left. */
function several(pipeline: Pipeline, current: string | undefined, move: ((where: Move) => void) | undefined) {
  if (current === undefined) return t("not yet");
  return (
    <span className={classes.chips}>
      {current.split(", ").map((stage) => (
        <TagChip key={stage} onRemove={move && (() => move({ pipeline, stage, leaves: true }))} removeLabel={t("Take out of {stage}", { stage })}>
          {stageName(pipeline, stage)}
        </TagChip>
      ))}
    </span>
  );
}

function useMove(customer: number, contact: Contact) {
  const client = useQueryClient();
  const path = (key: string) => at`/api/customers/${customer}/contacts/${contact.id}/stages/${key}`;
  const { mutate } = useMutation({
    mutationFn: ({ pipeline, stage, leaves = false }: Move) => (leaves ? send("DELETE", path(pipeline.key) + at`?stage=${stage}`) : send("PUT", path(pipeline.key), { stage })),
    onSuccess: (_answer, { pipeline, stage, leaves = false }) => say(leaves ? t("Taken out of {stage}", { stage: stageName(pipeline, stage) }) : t("Moved to {stage}", { stage: stageName(pipeline, stage) })),
    onError: (error) => warn(reason(error)),
    onSettled: () => client.invalidateQueries({ queryKey: ["customer", customer, "contacts"] }),
  });
  return mutate;
}
