/** /pipelines/KEY: the board; whose cards lives in the address. */
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { BoardPage } from "@/features/customers/board-page";
import type { BoardFilter, BoardOrder } from "@/features/customers/use-board";
import { only } from "@/only";

export const Route = createFileRoute("/_app/pipelines/$key")({
  validateSearch: (given): BoardFilter => cleaned({ owner: String(given["owner"] ?? ""), q: String(given["q"] ?? ""), ...ordered(given["order"]) }),
  component: only("customer.read", BoardRoute),
});

const ORDERS: readonly BoardOrder[] = ["longest", "value", "name"];

function cleaned({ owner, q, order }: BoardFilter): BoardFilter {
  return { ...(owner ? { owner } : {}), ...(q ? { q } : {}), ...(order ? { order } : {}) };
}

function ordered(given: unknown): { order?: BoardOrder } {
  const order = ORDERS.find((one) => one === given);
  return order ? { order } : {};
}

function BoardRoute() {
  const { key } = Route.useParams();
  const search = Route.useSearch();
  const navigate = useNavigate();
  const filter = useMemo(() => cleaned(search), [search]);
  const onFilter = useCallback((next: BoardFilter) => void navigate({ to: "/pipelines/$key", params: { key }, search: cleaned(next), replace: true }), [navigate, key]);
  return <BoardPage pipeline={key} filter={filter} onFilter={onFilter} />;
}
