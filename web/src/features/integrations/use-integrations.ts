/** Programs that post to us, and what they posted. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { at, get, send } from "@/lib/http";
import type { Connection, ConnectionMapping, Connections, MappingPreview, MappingRule, Page, ReceivedPost, ReceivedPostRecord } from "@/lib/shapes";
import { t } from "@/lib/t";
import type { Tone } from "@/ui/chips";

const KEY = ["integrations"];
const LOOK_AGAIN = 3_000;

export const connectionsQuery = queryOptions({
  queryKey: [...KEY, "list"],
  queryFn: ({ signal }) => get<Connections>("/api/integrations", { signal }),
  refetchInterval: LOOK_AGAIN,
});

export type PostWish = "" | "done" | "undecided" | "refused" | "passed";

export function postsQuery(connection: number, state: PostWish) {
  return infiniteQueryOptions({
    queryKey: [...KEY, "posts", connection, state],
    queryFn: ({ pageParam, signal }) => get<Page<ReceivedPost>>(at`/api/integrations/${connection}/posts`, { query: { state, cursor: pageParam, limit: 25 }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    refetchInterval: LOOK_AGAIN,
  });
}

export function postQuery(connection: number, post: number) {
  return queryOptions({ queryKey: [...KEY, "post", connection, post], queryFn: ({ signal }) => get<ReceivedPostRecord>(at`/api/integrations/${connection}/posts/${post}`, { signal }) });
}

export function mappingQuery(connection: number) {
  return queryOptions({ queryKey: [...KEY, "mapping", connection], queryFn: ({ signal }) => get<ConnectionMapping>(at`/api/integrations/${connection}/mapping`, { signal }), refetchOnWindowFocus: false });
}

export function previewQuery(connection: number, rules: MappingRule[], posts: number[]) {
  return queryOptions({
    queryKey: [...KEY, "preview", connection, rules, posts],
    queryFn: () => send<MappingPreview>("POST", at`/api/integrations/${connection}/mapping/preview`, { rules, posts }),
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
}

/** A change of a connection or post; everything about them is read anew behind it. */
export function useConnectionChange<Answer, Given = void>(change: (given: Given) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => client.invalidateQueries({ queryKey: KEY }) });
}

export function sendPost<Answer>(path: string, body: unknown = {}): Promise<Answer> {
  return send<Answer>("POST", `/api/integrations${path}`, body);
}

/** One post that is not believed may be a stranger's; several, or the very first, are a secret that does not fit. */
export function isRefusing({ refused_since: refused, received_at: received }: Connection): boolean {
  return refused >= (received === null ? 1 : 3);
}

export function connectionWord(row: Connection): { word: string; tone: Tone } {
  if (!row.is_active) return { word: t("Rests"), tone: "quiet" };
  if (!row.has_secret) return { word: t("Waits for its secret"), tone: "warn" };
  if (isRefusing(row)) return { word: t("Refusing"), tone: "bad" };
  if (!row.received_at) return { word: t("Waits for the first post"), tone: "info" };
  if (row.undecided > 0) return { word: t("Needs you"), tone: "warn" };
  return { word: t("Connected"), tone: "good" };
}

export function postWord(state: ReceivedPost["state"]): { word: string; tone: Tone } {
  const words: Record<ReceivedPost["state"], { word: string; tone: Tone }> = {
    done: { word: t("Taken"), tone: "good" },
    passed: { word: t("Passed over"), tone: "quiet" },
    kept: { word: t("No rule fits"), tone: "warn" },
    unclear: { word: t("Unclear"), tone: "warn" },
    waiting: { word: t("Waits"), tone: "quiet" },
    refused: { word: t("Refused"), tone: "bad" },
  };
  return words[state];
}

/** What most programs call a kind of post, by which one tells samples apart. */
export function postName(body: string): string {
  try {
    const said = JSON.parse(body) as Record<string, unknown> | null;
    const found = ["type", "event", "event_type", "topic", "action"].map((name) => said?.[name]).find((one) => typeof one === "string");
    return typeof found === "string" ? found.slice(0, 60) : "";
  } catch {
    return "";
  }
}
