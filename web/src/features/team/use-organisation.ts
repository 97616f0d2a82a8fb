/** The organisation as it is set, and changes of it. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, send } from "@/lib/http";
import type { Organisation } from "@/lib/shapes";
import { t } from "@/lib/t";
import { say } from "@/ui/toasts";

export const organisationQuery = queryOptions({ queryKey: ["organisation"], queryFn: ({ signal }) => get<Organisation>("/api/organisation", { signal }) });

export function useKeepOrganisation(): (now: Organisation) => void {
  const client = useQueryClient();
  return (now) => {
    client.setQueryData(organisationQuery.queryKey, now);
    for (const key of ["session", "first-run", "conduct"]) void client.invalidateQueries({ queryKey: [key] });
    say(t("Saved"));
  };
}

export function useDescribe(then?: () => void) {
  const keep = useKeepOrganisation();
  return useMutation({
    mutationFn: (said: Partial<Organisation>) => send<Organisation>("PATCH", "/api/organisation", said),
    onSuccess: (now) => {
      keep(now);
      then?.();
    },
  });
}
