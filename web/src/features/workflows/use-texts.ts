/** All texts of all workflows: listed, seen while one types, kept, brought back, sent to oneself. */
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { at, get, send } from "@/lib/http";
import type { Preview, SearchResult, Texts, WorkflowDetail } from "@/lib/shapes";

/** `short` is for channels of a few lines; left empty they get the body. */
export type Words = { subject: string; body: string; short?: string };

export const textsQuery = queryOptions({ queryKey: ["texts"], queryFn: ({ signal }) => get<Texts>("/api/texts", { signal }) });

export function draftQuery(path: TextPath, words: Words, customer: number | null) {
  return queryOptions({
    queryKey: ["texts", "draft", path, words, customer],
    queryFn: () => send<Preview>("POST", `${addressOf(path)}/preview`, { ...words, customer }),
    enabled: words.subject.trim() !== "" && words.body.trim() !== "",
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export function customersQuery(q: string) {
  return queryOptions({
    queryKey: ["search", "customers", q],
    queryFn: ({ signal }) => get<SearchResult>("/api/search", { query: { q }, signal }),
    enabled: q.trim() !== "",
    placeholderData: keepPreviousData,
  });
}

export type TextPath = { workflow: string; name: string; language: string };

function addressOf({ workflow, name, language }: TextPath): string {
  return at`/api/workflows/${workflow}/texts/${name}/${language}`;
}

/** Keeps new words; null brings the shipped ones back. */
export function useKeepWords(path: TextPath) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (words: Words | null) => (words ? send<WorkflowDetail>("PUT", addressOf(path), words) : send<WorkflowDetail>("DELETE", addressOf(path))),
    onSuccess: (now) => {
      client.setQueryData(["workflow", path.workflow], now);
      return Promise.all([client.invalidateQueries({ queryKey: ["texts"], exact: true }), client.invalidateQueries({ queryKey: ["workflow", path.workflow, "preview"] })]);
    },
  });
}

export function useSendToMe(path: TextPath) {
  return useMutation({ mutationFn: (draft: Words & { customer: number | null }) => send<{ to: string }>("POST", `${addressOf(path)}/test`, draft) });
}
