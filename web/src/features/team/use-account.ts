/** One's own account: read once for all its panels. */
import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { get } from "@/lib/http";
import { sessionQuery } from "@/lib/session";
import type { Account, Session } from "@/lib/shapes";

export const accountQuery = queryOptions({ queryKey: ["account"], queryFn: ({ signal }) => get<Account>("/api/account", { signal }) });

/** Keeps what the server answered, so that every screen knows it. */
export function useKeepSession(): (session: Session) => void {
  const client = useQueryClient();
  return (session) => {
    client.setQueryData(sessionQuery.queryKey, session);
    void client.invalidateQueries({ queryKey: accountQuery.queryKey });
  };
}
