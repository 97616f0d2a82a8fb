/** Imports as the server tells of them; a change is heard live. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { at, get, send } from "@/lib/http";
import { useLive } from "@/lib/live";
import type { Import, ImportDetail, ImportFault, ImportRow, Page } from "@/lib/shapes";
import { reason } from "@/ui/states";
import { warn } from "@/ui/toasts";

export type Kind = "customers" | "contacts" | "events";

export const importsQuery = infiniteQueryOptions({
  queryKey: ["imports"],
  queryFn: ({ pageParam, signal }) => get<Page<Import>>("/api/imports", { query: { cursor: pageParam, limit: 40 }, signal }),
  initialPageParam: "",
  getNextPageParam: (last) => last.next_cursor,
});

export function importQuery(id: number) {
  return queryOptions({ queryKey: ["import", id], queryFn: ({ signal }) => get<ImportDetail>(at`/api/imports/${id}`, { signal }) });
}

/** The first rows as they would be taken; `mark` changes with the mapping they were read by. */
export function rowsQuery(id: number, mark: string) {
  return queryOptions({ queryKey: ["import", id, "rows", mark], queryFn: ({ signal }) => get<Page<ImportRow>>(at`/api/imports/${id}/rows`, { signal }) });
}

export function faultsQuery(id: number, mark: string) {
  return infiniteQueryOptions({
    queryKey: ["import", id, "faults", mark],
    queryFn: ({ pageParam, signal }) => get<Page<ImportFault>>(at`/api/imports/${id}/faults`, { query: { cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
  });
}

/** Reads anew whatever stands on screen when an import went on. */
export function useHearImports(id?: number): void {
  const client = useQueryClient();
  const heard = useCallback(() => {
    void client.invalidateQueries({ queryKey: id === undefined ? ["imports"] : ["import", id], exact: true });
  }, [client, id]);
  useLive("imports", heard);
}

/** What one does with an import; the answer is the import as it is then. */
export function useAct(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ method, path, body }: { method: "POST" | "PUT" | "PATCH"; path: string; body?: unknown }) => send<ImportDetail>(method, at`/api/imports/${id}` + path, body),
    onSuccess: (now) => {
      client.setQueryData(importQuery(id).queryKey, now);
      void client.invalidateQueries({ queryKey: ["imports"] });
    },
    onError: (error) => warn(reason(error)),
  });
}
