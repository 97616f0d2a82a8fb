/** A board as the server has it, read on column by column, and moves shown at once that go back when they are refused. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { at, get, send } from "@/lib/http";
import { useLive } from "@/lib/live";
import type { BoardView, Card, CardColumn, Page } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";

export type BoardOrder = "longest" | "value" | "name";
export type BoardFilter = { owner?: string; q?: string; order?: BoardOrder };
export type Move = { card: Card; from: string; to: string | null; back?: boolean };

const PAGE = 60;

function boardQuery(key: string, filter: BoardFilter) {
  return queryOptions({
    queryKey: ["board", key, filter],
    queryFn: ({ signal }) => get<BoardView>(at`/api/pipelines/${key}/board`, { query: filter, signal }),
    structuralSharing: (was, now) => keepRead(was as BoardView | undefined, now as BoardView),
    refetchInterval: 60_000,
  });
}

export function useBoard(key: string, filter: BoardFilter) {
  const client = useQueryClient();
  const query = boardQuery(key, filter);
  const board = useQuery(query);
  const carried = useRef(false);
  const reading = useRef(new Set<string>());
  useLive(`board:${strictly(key)}`, useCallback(() => void (carried.current || client.invalidateQueries({ queryKey: ["board", key] })), [client, key]));
  const readOn = async (stage: string) => {
    const column = client.getQueryData(query.queryKey)?.columns.find((one) => one.key === stage);
    if (!column?.next_cursor || reading.current.has(stage)) return;
    reading.current.add(stage);
    try {
      const page = await get<Page<Card>>(at`/api/pipelines/${key}/cards`, { query: { ...filter, stage, cursor: column.next_cursor, limit: PAGE } });
      client.setQueryData(query.queryKey, (now) => now && changed(now, stage, (one) => ({ ...one, items: withNew(one.items, page.items), next_cursor: page.next_cursor })));
    } catch (error) {
      warn(reason(error));
    } finally {
      reading.current.delete(stage);
    }
  };
  const onCarry = useCallback((on: boolean) => void (carried.current = on), []);
  return { board, readOn: (stage: string) => void readOn(stage), onCarry };
}

export function useMove(key: string, filter: BoardFilter) {
  const client = useQueryClient();
  const { queryKey } = boardQuery(key, filter);
  const { mutate } = useMutation({
    scope: { id: `board ${key}` },
    mutationFn: ({ card, from, to }: Move) => call(client.getQueryData(queryKey), card, from, to),
    onMutate: async ({ card, from, to }: Move) => {
      await client.cancelQueries({ queryKey });
      const was = client.getQueryData(queryKey);
      client.setQueryData(queryKey, (now) => now && moved(now, card, from, to));
      return { was };
    },
    onError: (error, { card }, kept) => {
      if (kept?.was) client.setQueryData(queryKey, kept.was);
      warn(`${t("{name} stays where it was.", { name: card.name })} ${reason(error)}`);
    },
    onSuccess: (_answer, { card, from, to, back = false }) => {
      const stage = nameOf(client.getQueryData(queryKey), to ?? from);
      const undo = () => mutate({ card, from: to ?? from, to: to === null ? from : from, back: true });
      const text = to === null ? t("Took {name} out of {stage}", { name: card.name, stage }) : t("Moved {name} to {stage}", { name: card.name, stage });
      say(text, back ? undefined : undo);
    },
    onSettled: () => void client.invalidateQueries({ queryKey: ["customers"] }),
  });
  return mutate;
}

function call(board: BoardView | undefined, card: Card, from: string, to: string | null): Promise<unknown> {
  const { key, subject, has_several: several } = board?.pipeline ?? { key: "", subject: "customer", has_several: false };
  if (subject === "customer") return send("PUT", at`/api/customers/${card.id}/stages/${key}`, { stage: to });
  const path = at`/api/customers/${card.customer.id}/contacts/${card.id}/stages/${key}`;
  if (to === null) return send("DELETE", path + at`?stage=${from}`);
  return send("PUT", path, several && from !== to ? { stage: to, from } : { stage: to });
}

/** The card at the top of where it went, as the server will have it. */
function moved(board: BoardView, card: Card, from: string, to: string | null): BoardView {
  const rid = (items: Card[]) => items.filter((one) => one.id !== card.id);
  const columns = board.columns.map((column) => {
    const stood = column.items.some((one) => one.id === card.id);
    if (column.key === to) return { ...column, items: [{ ...card, since: new Date().toISOString() }, ...rid(column.items)], count: column.count + (stood ? 0 : 1) };
    if (column.key === from) return { ...column, items: rid(column.items), count: Math.max(0, column.count - (stood ? 1 : 0)) };
    return column;
  });
  return { ...board, columns };
}

/** A fresh first page keeps what was read on behind it, but for cards that stand elsewhere by now. */
function keepRead(was: BoardView | undefined, now: BoardView): BoardView {
  if (!was || was.pipeline.key !== now.pipeline.key) return now;
  const elsewhere = now.pipeline.has_several ? new Set<number>() : new Set(now.columns.flatMap(({ items }) => items.map(({ id }) => id)));
  const columns = now.columns.map((column) => {
    const before = was.columns.find(({ key }) => key === column.key);
    if (!before || before.items.length <= column.items.length || column.next_cursor === null) return column;
    const rest = withNew(column.items, before.items).slice(column.items.length).filter(({ id }) => !elsewhere.has(id));
    return { ...column, items: [...column.items, ...rest], next_cursor: before.next_cursor };
  });
  return { ...now, columns };
}

function withNew(items: Card[], more: Card[]): Card[] {
  const known = new Set(items.map(({ id }) => id));
  return [...items, ...more.filter(({ id }) => !known.has(id))];
}

function changed(board: BoardView, stage: string, change: (column: CardColumn) => CardColumn): BoardView {
  return { ...board, columns: board.columns.map((column) => (column.key === stage ? change(column) : column)) };
}

function nameOf(board: BoardView | undefined, stage: string): string {
  return board?.columns.find(({ key }) => key === stage)?.name ?? stage;
}

/** Escaped so that the topic reads the same at both ends. */
function strictly(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
