/** Segments: the list, one of them, who is in it, and the fields a condition may ask about. */
import { infiniteQueryOptions, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { at, get, send } from "@/lib/http";
import type { Page, Segment, SegmentDetail, SegmentField, SegmentMember, SegmentPreview } from "@/lib/shapes";
import type { Tree } from "@/ui/condition/condition";

export type SegmentSubject = Segment["subject"];
export type SegmentEntry = { name: string; about: string; subject: SegmentSubject; condition: Tree };

export function segmentsQuery(archived = false) {
  return queryOptions({
    queryKey: ["segments", { archived }],
    queryFn: ({ signal }) => get<Page<Segment>>("/api/segments", { query: { archived }, signal }),
  });
}

export function segmentQuery(key: string) {
  return queryOptions({
    queryKey: ["segment", key],
    queryFn: ({ signal }) => get<SegmentDetail>(at`/api/segments/${key}`, { signal }),
    // A new meaning is worked in within seconds; until then the number is looked at again.
    refetchInterval: ({ state }) => (state.data?.is_counting ? 1500 : false),
  });
}

export function membersQuery(key: string) {
  return infiniteQueryOptions({
    queryKey: ["segment", key, "members"],
    queryFn: ({ pageParam, signal }) => get<Page<SegmentMember>>(at`/api/segments/${key}/members`, { query: { cursor: pageParam, limit: 40 }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
  });
}

export function fieldsQuery(subject: SegmentSubject) {
  return queryOptions({
    queryKey: ["segments", "fields", subject],
    queryFn: ({ signal }) => get<Page<SegmentField>>("/api/segments/fields", { query: { subject }, signal }),
    staleTime: 60_000,
  });
}

/** Counts a condition while it is being written; null rests. The last count stays until the next has come. */
export function usePreview(subject: SegmentSubject, condition: Tree | null) {
  return useQuery({
    queryKey: ["segments", "preview", subject, condition],
    queryFn: () => send<SegmentPreview>("POST", "/api/segments/preview", { subject, condition }),
    enabled: condition !== null,
    placeholderData: (was) => was,
    retry: false,
  });
}

export function useSaveSegment(key: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ subject, ...entry }: SegmentEntry) => (key === undefined ? send<SegmentDetail>("POST", "/api/segments", { subject, ...entry }) : send<SegmentDetail>("PATCH", at`/api/segments/${key}`, entry)),
    onSuccess: (saved) => {
      client.setQueryData(segmentQuery(saved.key).queryKey, saved);
      void client.invalidateQueries({ queryKey: ["segments"] });
      void client.invalidateQueries({ queryKey: ["segment", saved.key] });
    },
  });
}

export function useArchiveSegment(key: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (archived: boolean) => send<SegmentDetail>("PATCH", at`/api/segments/${key}`, { is_archived: archived }),
    onSuccess: (saved) => {
      client.setQueryData(segmentQuery(key).queryKey, saved);
      void client.invalidateQueries({ queryKey: ["segments"] });
    },
  });
}
