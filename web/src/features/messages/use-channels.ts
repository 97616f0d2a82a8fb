/** Channels: what there is to reach people by, how each is set up and doing. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { at, get, send } from "@/lib/http";
import type { ChannelCard, ChannelSetUp, ChannelTestAnswer, Page } from "@/lib/shapes";
import { t } from "@/lib/t";
import type { Tone } from "@/ui/chips";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";

export const channelsQuery = queryOptions({ queryKey: ["channels"], queryFn: ({ signal }) => get<Page<ChannelCard>>("/api/channels", { signal }) });

export function setUpQuery(name: string) {
  return queryOptions({ queryKey: ["channels", name], queryFn: ({ signal }) => get<ChannelSetUp>(at`/api/channels/${name}/set-up`, { signal }) });
}

export type Given = { transport: string; settings: Record<string, string | boolean>; per_minute?: number; is_on: boolean; from_address?: string; from_name?: string; reply_to?: string };

export function useSetUp(name: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given: Given) => send<ChannelSetUp>("PUT", at`/api/channels/${name}/set-up`, given),
    onSuccess: (next) => {
      say(t("Saved"));
      client.setQueryData(setUpQuery(name).queryKey, next);
      void client.invalidateQueries({ queryKey: ["channel"] });
      return client.invalidateQueries({ queryKey: channelsQuery.queryKey, exact: true });
    },
  });
}

export function useTryOut(name: string) {
  return useMutation({ mutationFn: (given: Given & { to: string }) => send<ChannelTestAnswer>("POST", at`/api/channels/${name}/set-up/test`, given) });
}

/** Where the browser goes to have the account of a channel connected. */
export function useConnect(name: string) {
  return useMutation({ mutationFn: () => send<{ url: string }>("POST", at`/api/channels/${name}/connect`), onSuccess: ({ url }) => window.location.assign(url), onError: (error) => warn(reason(error)) });
}

export function useForget(name: string) {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => send("DELETE", at`/api/channels/${name}/set-up`), onSuccess: () => client.invalidateQueries({ queryKey: channelsQuery.queryKey }) });
}

export function useResume(name: string) {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => send<ChannelSetUp>("POST", at`/api/channels/${name}/resume`), onSuccess: () => client.invalidateQueries({ queryKey: channelsQuery.queryKey }) });
}

export function useReplay(name: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => send<{ count: number }>("POST", at`/api/channels/${name}/replay`),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: channelsQuery.queryKey }), client.invalidateQueries({ queryKey: ["messages"] })]),
  });
}

export function channelWord({ transport, is_on: isOn, is_set_up: isSetUp, health }: ChannelCard): { word: string; tone: Tone } {
  if (!isOn) return { word: t("Off"), tone: "quiet" };
  if (transport === "mailbox") return { word: isSetUp || health.sent_24h > 0 ? t("Into the mailbox") : t("Not connected"), tone: "quiet" };
  if (health.rests_until) return { word: t("Resting"), tone: "bad" };
  if (health.failures > 0) return { word: t("Failing"), tone: "warn" };
  return { word: t("Connected"), tone: "good" };
}
