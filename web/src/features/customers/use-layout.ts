/** Pipelines as they are laid out, and laying them out anew. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { at, get, send } from "@/lib/http";
import type { Page, Pipeline } from "@/lib/shapes";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";

export type Stage = Pipeline["columns"][number];
export type WantedStage = Omit<Stage, "key"> & { key: string | null; moves_to?: string | null };

export const layoutQuery = queryOptions({
  queryKey: ["pipelines", "layout"],
  queryFn: ({ signal }) => get<Page<Pipeline>>("/api/pipelines", { query: { archived: true }, signal }),
});

type Change = { call: () => Promise<unknown>; done: string; undo?: () => Promise<unknown> };

export function useLayoutChange() {
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: ({ call }: Change) => call(),
    onSuccess: (_answer, { done, undo }) => say(done, undo && (() => mutate({ call: undo, done }))),
    onError: (error) => warn(reason(error)),
    onSettled: () => Promise.all(["pipelines", "board"].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  return { change: mutate, isPending };
}

export const layOut = {
  create: (name: string, subject: string, stages: string[]) => () => send("POST", "/api/pipelines", { name, subject, stages: stages.map((stage) => ({ name: stage })) }),
  change: (key: string, given: { name?: string; is_archived?: boolean; position?: number }) => () => send("PATCH", at`/api/pipelines/${key}`, given),
  stages: (key: string, stages: WantedStage[]) => () => send("PUT", at`/api/pipelines/${key}/stages`, { stages }),
};
