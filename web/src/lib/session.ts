/** Who is signed in and what they may do, for any screen that has to know. */
import { queryOptions, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { get, send } from "@/lib/http";
import type { Session } from "@/lib/shapes";

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => get<Session>("/api/session", { signal }),
  staleTime: 5 * 60_000,
});

/** The signed-in session; only below the guard of the app's layout. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** Whether the role holds a permission; false while that is not known. */
export function useCan(permission: string): boolean {
  return useQuery(sessionQuery).data?.can.includes(permission) ?? false;
}

/** Remembers a choice of the reader on the server; here it already holds, so a refusal changes nothing. */
export function useRememberChoice(): (choice: { language?: string; color_scheme?: string }) => void {
  const client = useQueryClient();
  return (choice) => {
    client.setQueryData(sessionQuery.queryKey, (was) => was && { ...was, member: { ...was.member, ...choice } });
    void send("PATCH", "/api/session", choice).catch(() => undefined);
  };
}
