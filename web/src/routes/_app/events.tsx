/** /events: the tail, and one event in a drawer when the address names it. */
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { EventSheet } from "@/features/ingest/event-sheet";
import { cleaned, EventsPage } from "@/features/ingest/events-page";
import { RunLogList } from "@/features/workflows/run-log-list";
import { only } from "@/only";

type Search = { q?: string; name?: string; status?: "rejected" | undefined; everyday?: "yes" | undefined; event?: string };

export const Route = createFileRoute("/_app/events")({
  validateSearch: (given): Search => {
    const texts = ["q", "name", "event"].filter((key) => given[key] !== undefined && given[key] !== "");
    return { ...Object.fromEntries(texts.map((key) => [key, String(given[key])])), status: given["status"] === "rejected" ? "rejected" : undefined, everyday: given["everyday"] === "yes" ? "yes" : undefined };
  },
  component: only("event.read", EventsRoute),
});

function EventsRoute() {
  const { event, q, name, status, everyday } = Route.useSearch();
  const navigate = useNavigate();
  const filter = useMemo(() => cleaned({ q, name, status, everyday }), [q, name, status, everyday]);
  const onOpen = useCallback((id: string) => void navigate({ to: "/events", search: { ...filter, event: id } }), [navigate, filter]);
  const go = (search: Search) => void navigate({ to: "/events", search, replace: true });
  return (
    <>
      <EventsPage filter={filter} onFilter={go} onOpen={onOpen} />
      <EventSheet id={event ?? null} onClose={() => go(filter)} log={(entries) => <RunLogList entries={entries} />} />
    </>
  );
}
