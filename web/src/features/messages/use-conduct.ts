/** Changes of the rules of conduct, and what rules would mean. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { send } from "@/lib/http";
import type { Conduct, ConductMeaning } from "@/lib/shapes";
import { t } from "@/lib/t";
import { say } from "@/ui/toasts";

export type Rules = Pick<Conduct, "quiet_from" | "quiet_until" | "per_day" | "per_week">;

export function useChangeConduct() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (said: Partial<Conduct>) => send<Conduct>("PATCH", "/api/conduct", said),
    onSuccess: (now) => {
      client.setQueryData(["conduct"], now);
      say(t("Saved"));
    },
  });
}

export function useMeaning(rules: Rules, now: Conduct) {
  const same = rules.quiet_from === now.quiet_from && rules.quiet_until === now.quiet_until && rules.per_day === now.per_day && rules.per_week === now.per_week;
  const asked = useQuery({ queryKey: ["conduct", "meaning", rules], queryFn: () => send<ConductMeaning>("POST", "/api/conduct/meaning", rules), enabled: !same, placeholderData: keepPreviousData, retry: false });
  return same ? now.meaning : asked.data;
}
