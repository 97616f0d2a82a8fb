/** The members a task can be given to. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "@/lib/http";
import type { Member, Page } from "@/lib/shapes";

export const teamQuery = queryOptions({
  queryKey: ["team"],
  queryFn: ({ signal }) => get<Page<Member>>("/api/team", { signal }),
  staleTime: 5 * 60_000,
});
