/** Scoring and features as the server keeps them: what rules bring, where milestones lie, each feature's own frame. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { at, get, send } from "@/lib/http";
import type { Feature, FeatureHouse, Page, Scoring, ScoringChange, ScoringPreview } from "@/lib/shapes";
import { reason } from "@/ui/states";
import { warn } from "@/ui/toasts";

export const scoringQuery = queryOptions({
  queryKey: ["scoring"],
  queryFn: ({ signal }) => get<Scoring>("/api/scoring", { signal }),
  // While points are counted anew one sees how far it is.
  refetchInterval: ({ state }) => (state.data?.recalculation && state.data.recalculation.finished_at === null ? 1500 : false),
});

export function useScoringSave(done: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: ScoringChange & { recalculate: boolean }) => send<Scoring>("PUT", "/api/scoring", change),
    onSuccess: (now) => {
      client.setQueryData(scoringQuery.queryKey, now);
      void client.invalidateQueries({ queryKey: ["workflows"] });
      done();
    },
    onError: (error) => warn(reason(error)),
  });
}

export function useScoringPreview() {
  return useMutation({ mutationFn: (change: ScoringChange) => send<ScoringPreview>("POST", "/api/scoring/preview", change) });
}

export function useHighValue(done: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (said: { percent: number; amount: string | null }) => send<Scoring>("PUT", "/api/scoring/high-value", said),
    onSuccess: (now) => {
      client.setQueryData(scoringQuery.queryKey, now);
      done();
    },
    onError: (error) => warn(reason(error)),
  });
}

export const featuresQuery = infiniteQueryOptions({
  queryKey: ["features"],
  queryFn: ({ pageParam, signal }) => get<Page<Feature> & { house: FeatureHouse }>("/api/features", { query: { cursor: pageParam, limit: 100 }, signal }),
  initialPageParam: "",
  getNextPageParam: (last) => last.next_cursor,
});

type FeatureChange = { name: string; unused_days: number | null; is_watched: boolean; minutes: Record<string, number | null> };

export function useFeatureSave(done: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, ...said }: FeatureChange) => send<Feature>("PUT", at`/api/features/${name}`, said),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["features"] });
      done();
    },
  });
}

export function useHouseSave(done: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (said: { unused_days: number; recheck_days: number }) => send<FeatureHouse>("PUT", "/api/features", said),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["features"] });
      done();
    },
    onError: (error) => warn(reason(error)),
  });
}

export function useFeaturePoints(done: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (said: { points: FeatureHouse["points"]; recalculate: boolean }) => send<FeatureHouse>("PUT", "/api/features/-/points", said),
    onSuccess: () => {
      for (const key of ["features", "scoring", "workflows"]) void client.invalidateQueries({ queryKey: [key] });
      done();
    },
    onError: (error) => warn(reason(error)),
  });
}
