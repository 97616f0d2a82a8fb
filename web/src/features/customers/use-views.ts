/** Saved views of the list: read, kept, changed, pinned; and the columns one sees. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { at, get, send } from "@/lib/http";
import type { OwnField, Page, SavedView } from "@/lib/shapes";
import { asked, type CustomerFilter } from "./use-customers";

export const viewsQuery = queryOptions({
  queryKey: ["views"],
  queryFn: ({ signal }) => get<Page<SavedView>>("/api/views", { signal }),
  staleTime: 60_000,
});

export const ownFieldsQuery = queryOptions({
  queryKey: ["own-fields"],
  queryFn: ({ signal }) => get<Page<OwnField>>("/api/fields", { signal }),
  staleTime: 60_000,
});

export type ViewEntry = { name?: string; is_shared?: boolean; filters?: CustomerFilter; columns?: string[]; is_removed?: boolean };

export function useViewChange() {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: viewsQuery.queryKey });
  const make = useMutation({ mutationFn: (entry: ViewEntry) => send<SavedView>("POST", "/api/views", entry), onSuccess: again });
  const change = useMutation({ mutationFn: ({ id, ...entry }: ViewEntry & { id: number }) => send<SavedView>("PATCH", at`/api/views/${id}`, entry), onSuccess: again });
  const pin = useMutation({ mutationFn: ({ id, pinned }: { id: number; pinned: boolean }) => send<SavedView>("PUT", at`/api/views/${id}/pin`, { pinned }), onSuccess: again });
  return { make, change, pin };
}

export function sameFilters(one: CustomerFilter, other: CustomerFilter): boolean {
  const said = (filter: CustomerFilter) => JSON.stringify(Object.entries(asked(filter)).toSorted(([a], [b]) => a.localeCompare(b)));
  return said(one) === said(other);
}
