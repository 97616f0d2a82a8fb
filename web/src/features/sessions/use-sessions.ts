/** Sessions as the server lists them, and what is done with one, with the way back where there is one. */
import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { moment } from "@/lib/format";
import { at, get, send } from "@/lib/http";
import { useLive } from "@/lib/live";
import type { Booking, BookingNumbers, Contact, FreeTime, Member, OpenHours, Page, SessionKind } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";

export type SessionFilter = { when?: string; host?: string; type?: string; state?: string; customer?: number; open?: number };
export type NewSession = { type_id: number; contact_id: number; starts_at: string; host_id?: number | null; goals?: string };
export type KindGiven = Partial<Omit<SessionKind, "id" | "hosts" | "link">> & { host_ids?: number[] };
export type HoursGiven = Partial<Pick<OpenHours, "week" | "days" | "room_url" | "is_bookable">>;

/** Which session is open does not change the list. */
export function sessionsQuery(given: SessionFilter) {
  const filter: SessionFilter = { ...given, open: undefined };
  return infiniteQueryOptions({
    queryKey: ["sessions", "list", filter],
    queryFn: ({ pageParam, signal }) => get<Page<Booking>>("/api/bookings", { query: { ...filter, cursor: pageParam, limit: 60 }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
}

export function sessionNumbersQuery(host: string | undefined) {
  return queryOptions({
    queryKey: ["sessions", "numbers", host],
    queryFn: ({ signal }) => get<BookingNumbers>("/api/bookings/numbers", { query: { host }, signal }),
  });
}

export function sessionQuery(id: number) {
  return queryOptions({ queryKey: ["sessions", "one", id], queryFn: ({ signal }) => get<Booking>(at`/api/bookings/${id}`, { signal }) });
}

export const kindsQuery = queryOptions({
  queryKey: ["session kinds"],
  queryFn: ({ signal }) => get<Page<SessionKind>>("/api/session-types", { signal }),
});

/** `first`: a day, as 2026-03-02. */
export function freeQuery(kind: number, first: string, days: number, booking?: number) {
  return queryOptions({
    queryKey: ["sessions", "free", kind, first, days, booking],
    queryFn: ({ signal }) => get<Page<FreeTime>>(at`/api/session-types/${kind}/slots`, { query: { first, days, booking }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

export function hoursQuery(member: number) {
  return queryOptions({ queryKey: ["open hours", member], queryFn: ({ signal }) => get<OpenHours>("/api/open-hours", { query: { member }, signal }) });
}

export const teamQuery = queryOptions({ queryKey: ["team"], queryFn: ({ signal }) => get<Page<Member>>("/api/team", { signal }), staleTime: 5 * 60_000 });

export function peopleQuery(customer: number) {
  return queryOptions({ queryKey: ["sessions", "people", customer], queryFn: ({ signal }) => get<Page<Contact>>(at`/api/customers/${customer}/contacts`, { query: { limit: 100 }, signal }) });
}

const LONGEST_TIMER = 12 * 3_600_000;

/** Has what is shown of sessions read again when somebody changes one, and when one of these begins or ends. */
export function useLiveSessions(rows: Booking[]): void {
  const client = useQueryClient();
  const [seen, look] = useState(() => Date.now());
  const again = useCallback(() => void client.invalidateQueries({ queryKey: ["sessions"] }), [client]);
  useLive("sessions", again);
  useEffect(() => {
    const next = Math.min(...rows.flatMap((one) => [Date.parse(one.starts_at), Date.parse(one.ends_at)]).filter((turn) => turn > seen));
    if (next === Infinity) return;
    // The clock of the server may be a little behind the reader's.
    const timer = setTimeout(() => {
      look(Date.now());
      again();
    }, Math.min(next - Date.now() + 1000, LONGEST_TIMER));
    return () => clearTimeout(timer);
  }, [rows, seen, again]);
}

type Deed = { call: () => Promise<unknown>; done?: string | undefined; undo?: (() => Promise<unknown>) | undefined };

/** Does something with a session, says so, and offers the way back. */
export function useDeed() {
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: ({ call }: Deed) => call(),
    onSuccess: (_answer, { done, undo }) => done && say(done, undo && (() => mutate({ call: undo }))),
    onError: (error) => warn(reason(error)),
    onSettled: () => client.invalidateQueries({ queryKey: ["sessions"] }),
  });
  return mutate;
}

export const deed = {
  attended: (one: Booking): Deed => ({ call: () => act(one.id, "attended"), done: t("{name} came", { name: one.name }), undo: () => act(one.id, back(one)) }),
  missed: (one: Booking): Deed => ({ call: () => act(one.id, "missed"), done: t("{name} did not come", { name: one.name }), undo: () => act(one.id, back(one)) }),
  reopen: (one: Booking): Deed => ({ call: () => act(one.id, "reopen"), done: t("Taken back, with its points and its task"), undo: () => act(one.id, back(one)) }),
  move: (one: Booking, starts: string, why: string): Deed => ({ call: () => act(one.id, "move", { starts_at: starts, reason: why }), done: t("Moved to {at}; both calendars hear of it", { at: moment(starts) }) }),
  cancel: (one: Booking, why: string): Deed => ({ call: () => act(one.id, "cancel", { reason: why }), done: t("Cancelled; both calendars hear of it") }),
};

export function book(given: NewSession): Promise<Booking> {
  return send("POST", "/api/bookings", given);
}

export function keepKind(id: number | null, given: KindGiven): Promise<SessionKind> {
  return id === null ? send("POST", "/api/session-types", given) : send("PATCH", at`/api/session-types/${id}`, given);
}

export function keepHours(member: number, given: HoursGiven): Promise<OpenHours> {
  return send("PATCH", `/api/open-hours?member=${member}`, given);
}

/** What leads to the state it has now. */
function back({ state }: Booking): string {
  return state === "attended" || state === "missed" ? state : "reopen";
}

function act(id: number, what: string, said?: unknown): Promise<unknown> {
  return send("POST", at`/api/bookings/${id}/${what}`, said);
}
