/** Where a contact stands in each pipeline of contacts, and moving them there by hand. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { at, send } from "@/lib/http";
import type { Contact, Customer, Pipeline } from "@/lib/shapes";
import { t } from "@/lib/t";
import { type Fact, Facts } from "@/ui/panel";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import classes from "./panels.module.css";
import { StageMenu } from "./stage-menu";
import { pipelinesQuery } from "./use-customers";
import { useMayChange } from "./use-may-change";

type Props = { customer: Customer; contact: Contact };

export function ContactStages({ customer, contact }: Props) {
  const mayWrite = useMayChange(customer);
  const pipelines = (useQuery(pipelinesQuery).data?.items ?? []).filter(({ subject }) => subject === "contact");
  const { mutate } = useMove(customer.id, contact);
  const facts = pipelines.map((pipeline): Fact => {
    const current = contact.stages[pipeline.name];
    return { key: pipeline.name, label: pipeline.name, missing: current === undefined, value: mayWrite && !pipeline.has_several ? menu(pipeline, current, mutate) : (current ?? t("not yet")) };
  });
  return facts.length > 0 ? <Facts facts={facts} /> : <p className={classes.none}>{t("In no pipeline yet.")}</p>;
}

type Move = { pipeline: string; stage: string };

function menu({ name, stages }: Pipeline, current: string | undefined, move: (where: Move) => void) {
  return <StageMenu pipeline={name} stages={stages} current={current} onMove={(stage) => move({ pipeline: name, stage })} />;
}

function useMove(customer: number, contact: Contact) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ pipeline, stage }: Move) => send("PUT", at`/api/customers/${customer}/contacts/${contact.id}/stages/${pipeline}`, { stage }),
    onSuccess: (_answer, { stage }) => say(t("Moved to {stage}", { stage })),
    onError: (error) => warn(reason(error)),
    onSettled: () => client.invalidateQueries({ queryKey: ["customer", customer, "contacts"] }),
  });
}
