/** /segments: all of them, or those that were archived. */
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { SegmentsPage } from "@/features/customers/segments-page";
import { only } from "@/only";

export const Route = createFileRoute("/_app/segments/")({
  validateSearch: (given): { archived?: boolean } => (String(given["archived"]) === "true" ? { archived: true } : {}),
  component: only("customer.read", Segments),
});

function Segments() {
  const { archived = false } = Route.useSearch();
  const navigate = useNavigate();
  return <SegmentsPage archived={archived} onArchived={(next) => void navigate({ to: "/segments", search: next ? { archived: true } : {}, replace: true })} />;
}
