/** Channels: what there is to reach people by, how each is set up and doing. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { moment } from "@/lib/format";
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

export function channelWord({ is_set_up: isSetUp, health }: ChannelCard): { word: string; tone: Tone } {
  const words: Record<typeof health.state, { word: string; tone: Tone }> = {
    off: { word: t("Off"), tone: "quiet" },
    mailbox: { word: isSetUp || health.sent_24h > 0 ? t("Into the mailbox") : t("Not connected"), tone: "quiet" },
    connected: { word: t("Connected"), tone: "good" },
    failing: { word: t("Failing"), tone: "bad" },
    resting: { word: t("Resting"), tone: "bad" },
  };
  return words[health.state];
}

/** What is wrong with a channel and since when; null while nothing is. */
export function channelTrouble({ health }: ChannelCard): string | null {
  const why = health.failure ?? "";
  if (health.state === "resting" && health.rests_until) return t("It rests until {moment}: {why}", { moment: moment(health.rests_until), why: health.rests ?? why });
  if (health.state !== "failing") return null;
  return health.failing_since ? t("Failing since {moment}: {why}", { moment: moment(health.failing_since), why }) : why;
}
