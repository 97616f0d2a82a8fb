/** Tells every chip on screen which colour its tag has. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { get, send } from "@/lib/http";
import { useCan } from "@/lib/session";
import type { Page, Tag } from "@/lib/shapes";
import { t } from "@/lib/t";
import { TagTones } from "@/ui/chips";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";

type Look = { tag: string; tone: Tag["tone"] };

const looksQuery = queryOptions({
  queryKey: ["tag looks"],
  queryFn: ({ signal }) => get<Page<Look>>("/api/tags/looks", { signal }),
  staleTime: 5 * 60_000,
});

export function TagColours({ children }: { children: ReactNode }) {
  const looks = useQuery({ ...looksQuery, enabled: useCan("customer.read") }).data?.items;
  const tones = useMemo(() => new Map((looks ?? []).map(({ tag, tone }) => [tag, tone])), [looks]);
  return <TagTones value={tones}>{children}</TagTones>;
}

/** Gives a tag a colour; undo gives it the one before. */
export function useColour() {
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: ({ tag, tone }: Look & { was?: Tag["tone"] }) => send("PUT", "/api/tags/look", { tag, tone }),
    onSuccess: (_answer, { tag, was }) => say(t("{name} has its colour", { name: tag }), was && (() => mutate({ tag, tone: was }))),
    onError: (error) => warn(reason(error)),
    onSettled: () => Promise.all([["tag looks"], ["tags"]].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
  return mutate;
}
