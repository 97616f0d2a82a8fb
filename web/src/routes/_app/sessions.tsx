/** /sessions: the filters and the opened session live in the address, so that both can be sent to somebody. */
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { SessionsPage } from "@/features/sessions/sessions-page";
import type { SessionFilter } from "@/features/sessions/use-sessions";
import { only } from "@/only";

const KNOWN: Record<string, RegExp> = {
  when: /^(unsettled|past)$/,
  host: /^(me|[1-9]\d{0,15})$/,
  type: /^[1-9]\d{0,15}$/,
  state: /^(booked|attended|missed|cancelled)$/,
};

export const Route = createFileRoute("/_app/sessions")({ validateSearch: known, component: only("session.read", Sessions) });

/** The filters there are; anything else in the address stays away from the server. */
function known(given: Record<string, unknown>): SessionFilter {
  const words = Object.entries(KNOWN).filter(([key, pattern]) => pattern.test(String(given[key])));
  const open = /^[1-9]\d{0,15}$/.test(String(given["open"])) ? { open: Number(given["open"]) } : {};
  return { ...Object.fromEntries(words.map(([key]) => [key, String(given[key])])), ...open };
}

function Sessions() {
  const navigate = useNavigate();
  const search = Route.useSearch();
  const filter = useMemo(() => known(search), [search]);
  const onFilter = useCallback((next: SessionFilter) => void navigate({ to: "/sessions", search: known(next), replace: true }), [navigate]);
  return <SessionsPage filter={filter} onFilter={onFilter} />;
}
