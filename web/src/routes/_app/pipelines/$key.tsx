/** /pipelines/KEY: the board; whose cards lives in the address. */
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { BoardPage } from "@/features/customers/board-page";
import type { BoardFilter } from "@/features/customers/use-board";
import { only } from "@/only";

export const Route = createFileRoute("/_app/pipelines/$key")({
  validateSearch: (given): BoardFilter => cleaned({ owner: String(given["owner"] ?? ""), q: String(given["q"] ?? "") }),
  component: only("customer.read", BoardRoute),
});

function cleaned({ owner, q }: BoardFilter): BoardFilter {
  return { ...(owner ? { owner } : {}), ...(q ? { q } : {}) };
}

function BoardRoute() {
  const { key } = Route.useParams();
  const { owner, q } = Route.useSearch();
  const navigate = useNavigate();
  const filter = useMemo(() => cleaned({ owner: owner ?? "", q: q ?? "" }), [owner, q]);
  const onFilter = useCallback((next: BoardFilter) => void navigate({ to: "/pipelines/$key", params: { key }, search: cleaned(next), replace: true }), [navigate, key]);
  return <BoardPage pipeline={key} filter={filter} onFilter={onFilter} />;
}
