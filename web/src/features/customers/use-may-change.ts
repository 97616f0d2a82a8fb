/** Whether one may change this customer: any, or one's own and one's group's. The server decides; this only spares a refusal. */
import { useQuery } from "@tanstack/react-query";
import { useCan, useSession } from "@/lib/session";
import type { Customer } from "@/lib/shapes";
import { teamQuery } from "./use-team";

export function useMayChange({ owner }: Pick<Customer, "owner">): boolean {
  const any = useCan("customer.write_any");
  const own = useCan("customer.write");
  const { member } = useSession();
  const team = useQuery({ ...teamQuery, enabled: own && !any }).data?.items ?? [];
  if (any || !own || owner === null) return any;
  const group = team.find(({ id }) => id === member.id)?.group;
  return owner.id === member.id || (Boolean(group) && team.find(({ id }) => id === owner.id)?.group === group);
}
