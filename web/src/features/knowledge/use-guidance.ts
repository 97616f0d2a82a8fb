/** Guidance: the list, one item, what it looks like while it is written, and whom it is for. */
import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { at, get, send } from "@/lib/http";
import type { DrawnGuidance, Guidance, GuidanceChange, GuidanceContent, GuidanceRecord, GuidanceRules, IdentityKey, Page, SegmentField, SegmentPreview } from "@/lib/shapes";
import type { Language } from "@/lib/t";
import type { Tree } from "@/ui/condition/condition";

export type Kind = Guidance["kind"];
export type Chosen = { q?: string | undefined; kind?: Kind | undefined; state?: Guidance["state"] | undefined };

export function guidanceQuery(chosen: Chosen) {
  return infiniteQueryOptions({
    queryKey: ["guidance", "list", chosen],
    queryFn: ({ pageParam, signal }) => get<Page<Guidance>>("/api/guidance", { query: { ...chosen, cursor: pageParam, limit: 40 }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
}

export function itemQuery(id: number) {
  return queryOptions({ queryKey: ["guidance", id], queryFn: ({ signal }) => get<GuidanceRecord>(at`/api/guidance/${id}`, { signal }) });
}

export const rulesQuery = queryOptions({ queryKey: ["guidance", "rules"], queryFn: ({ signal }) => get<GuidanceRules>("/api/guidance/rules", { signal }) });
export const keysQuery = queryOptions({ queryKey: ["guidance", "keys"], queryFn: ({ signal }) => get<Page<IdentityKey>>("/api/guidance/keys", { signal }) });

/** What a condition about contacts may ask, as segments do. */
export const contactFieldsQuery = queryOptions({
  queryKey: ["segments", "fields", "contact"],
  queryFn: ({ signal }) => get<Page<SegmentField>>("/api/segments/fields", { query: { subject: "contact" }, signal }),
  staleTime: 60_000,
});

/** How many contacts it is for, counted while one writes; null rests. */
export function useAudience(condition: Tree | null) {
  return useQuery({
    queryKey: ["segments", "preview", "contact", condition],
    queryFn: () => send<SegmentPreview>("POST", "/api/segments/preview", { subject: "contact", condition }),
    enabled: condition !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** The same as a product's page is told it. */
export function useDrawn(kind: Kind, content: GuidanceContent, language: Language) {
  return useQuery({
    queryKey: ["guidance", "drawn", kind, content, language],
    queryFn: () => send<DrawnGuidance>("POST", "/api/guidance/drawn", { kind, content, language }),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Infinity,
  });
}

export function usePageTest(pages: string[], address: string) {
  return useQuery({
    queryKey: ["guidance", "pages", pages, address],
    queryFn: () => send<{ matches: boolean }>("POST", "/api/guidance/pages", { pages, address }),
    enabled: address.trim() !== "",
    placeholderData: keepPreviousData,
    retry: false,
  });
}

function useKept() {
  const client = useQueryClient();
  return (saved: GuidanceRecord) => {
    client.setQueryData(itemQuery(saved.id).queryKey, saved);
    void client.invalidateQueries({ queryKey: ["guidance", "list"] });
  };
}

export function useBegin() {
  const kept = useKept();
  return useMutation({ mutationFn: (given: { kind: Kind; name: string }) => send<GuidanceRecord>("POST", "/api/guidance", given), onSuccess: kept });
}

export function useStarters() {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => send<Page<Guidance>>("POST", "/api/guidance/starters"), onSuccess: () => client.invalidateQueries({ queryKey: ["guidance", "list"] }) });
}

export function useChangeGuidance(id: number) {
  const kept = useKept();
  return useMutation({
    mutationFn: async (change: GuidanceChange) => {
      const saved = await send<GuidanceRecord>("PATCH", at`/api/guidance/${id}`, change);
      return change.condition ? send<GuidanceRecord>("POST", at`/api/guidance/${id}/count`) : saved;
    },
    onSuccess: kept,
  });
}

export function useCopy(id: number) {
  const kept = useKept();
  return useMutation({ mutationFn: (name: string) => send<GuidanceRecord>("POST", at`/api/guidance/${id}/duplicate`, { name }), onSuccess: kept });
}

export function useTryLink(id: number) {
  return useMutation({ mutationFn: (address: string) => send<{ url: string }>("POST", at`/api/guidance/${id}/try`, { address }) });
}

export function useChangeRules() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (change: Partial<GuidanceRules>) => send<GuidanceRules>("PATCH", "/api/guidance/rules", change), onSuccess: (saved) => client.setQueryData(rulesQuery.queryKey, saved) });
}

export function useRenewKeys() {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => send<Page<IdentityKey>>("POST", "/api/guidance/keys/renew"), onSuccess: (saved) => client.setQueryData(keysQuery.queryKey, saved) });
}
