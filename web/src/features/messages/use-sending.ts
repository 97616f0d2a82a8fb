/** Whether messages leave at all, and the switch for it. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, send } from "@/lib/http";
import type { Sending } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";

export const sendingQuery = queryOptions({ queryKey: ["sending"], queryFn: ({ signal }) => get<Sending>("/api/sending", { signal }) });

/** Turned at once, with the way back in the toast. */
export function useTurnSending() {
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: (stopped: boolean) => send<Sending>("POST", "/api/sending", { stopped }),
    onSuccess: (now, stopped) => {
      client.setQueryData(sendingQuery.queryKey, now);
      say(now.stopped ? t("All sending is stopped") : t("Sending goes on"), () => mutate(!stopped));
    },
    onError: (error) => warn(reason(error)),
  });
  return mutate;
}
