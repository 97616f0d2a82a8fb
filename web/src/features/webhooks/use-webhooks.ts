/** Webhook endpoints and what was told them. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { at, get, send } from "@/lib/http";
import type { Delivery, DeliveryRecord, Endpoint, Page } from "@/lib/shapes";
import { t } from "@/lib/t";
import type { Tone } from "@/ui/chips";

const ENDPOINTS = ["webhooks"];
const LOOK_AGAIN = 3_000;

export const endpointsQuery = queryOptions({
  queryKey: [...ENDPOINTS, "list"],
  queryFn: ({ signal }) => get<Page<Endpoint>>("/api/webhooks", { signal }),
  refetchInterval: 5 * LOOK_AGAIN,
});

export const eventNamesQuery = queryOptions({
  queryKey: [...ENDPOINTS, "events"],
  queryFn: ({ signal }) => get<Page<string>>("/api/webhooks/events", { signal }),
  staleTime: 60_000,
});

export type DeliveryState = Delivery["state"] | "";

export function deliveriesQuery(endpoint: number, state: DeliveryState) {
  return infiniteQueryOptions({
    queryKey: [...ENDPOINTS, "deliveries", endpoint, state],
    queryFn: ({ pageParam, signal }) => get<Page<Delivery>>(at`/api/webhooks/${endpoint}/deliveries`, { query: { state, cursor: pageParam, limit: 40 }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    refetchInterval: LOOK_AGAIN,
  });
}

export function deliveryQuery(id: string) {
  return queryOptions({
    queryKey: [...ENDPOINTS, "delivery", id],
    queryFn: ({ signal }) => get<DeliveryRecord>(at`/api/webhooks/deliveries/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === "queued" ? LOOK_AGAIN : false),
  });
}

/** A change of an endpoint or delivery; everything about webhooks is read anew behind it. */
export function useHookChange<Answer, Given = void>(change: (given: Given) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => client.invalidateQueries({ queryKey: ENDPOINTS }) });
}

export function post<Answer>(path: string): Promise<Answer> {
  return send<Answer>("POST", `/api/webhooks${path}`);
}

export function endpointWord({ state, failures }: Endpoint): { word: string; tone: Tone } {
  if (state === "on") return failures > 0 ? { word: t("Failing"), tone: "warn" } : { word: t("On"), tone: "good" };
  const words: Record<Exclude<Endpoint["state"], "on">, { word: string; tone: Tone }> = {
    paused: { word: t("Resting"), tone: "bad" },
    off: { word: t("Off"), tone: "quiet" },
    gone: { word: t("Gone"), tone: "bad" },
  };
  return words[state];
}

export function deliveryWord(state: Delivery["state"]): { word: string; tone: Tone } {
  const words: Record<Delivery["state"], { word: string; tone: Tone }> = {
    queued: { word: t("Waits"), tone: "quiet" },
    delivered: { word: t("Delivered"), tone: "good" },
    dead: { word: t("Not delivered"), tone: "bad" },
  };
  return words[state];
}
