/** A draft on screen: every change at hand to undo, kept by itself shortly after, and never over somebody else's. */
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { at, get, Problem, send } from "@/lib/http";
import { useLive } from "@/lib/live";
import type { Draft } from "@/lib/shapes";
import type { Definition } from "./definition";

const PAUSE = 600;
const AGAIN = 5_000;
const MOST_BACK = 100;
/** Changes of one kind within this many milliseconds are undone together, such as letters typed one by one. */
const TOGETHER = 1_200;

export function draftOf(key: string) {
  return queryOptions({ queryKey: ["workflow", key, "draft"], queryFn: ({ signal }) => get<Draft>(at`/api/workflows/${key}/draft`, { signal }) });
}

export type SaveState = "saved" | "saving" | "waiting" | "conflict";
type Here = { now: Definition; past: Definition[]; future: Definition[]; mark: string; at: number };
export type DraftHand = {
  draft: Draft;
  definition: Definition;
  state: SaveState;
  /** Why it could not be kept, while it could not. */
  trouble: Problem | null;
  change: (how: (was: Definition) => Definition, mark?: string) => void;
  undo: (() => void) | undefined;
  redo: (() => void) | undefined;
  /** Somebody else's draft instead of one's own, or one's own over theirs. */
  takeTheirs: () => Promise<void>;
  keepMine: () => Promise<void>;
  /** Ends with everything kept. */
  settle: () => Promise<Draft>;
  adopt: (draft: Draft) => void;
};

/** The draft once it is there; `query` tells how far its reading is. */
export function useDraft(key: string, on: boolean) {
  return useQuery({ ...draftOf(key), enabled: on, staleTime: 0 });
}

/** Reads it anew as soon as somebody keeps, publishes or discards it. */
export function useFreshDraft(key: string): void {
  const client = useQueryClient();
  useLive(
    `draft:${key}`,
    useCallback(() => void client.invalidateQueries({ queryKey: draftOf(key).queryKey, exact: true }), [client, key]),
  );
}

export function useDraftHand(first: Draft): DraftHand {
  const client = useQueryClient();
  const key = first.key;
  const [draft, setDraft] = useState(first);
  const [here, setHere] = useState<Here>(() => ({ now: first.definition as Definition, past: [], future: [], mark: "", at: 0 }));
  const [state, setState] = useState<SaveState>("saved");
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const kept = useRef({ definition: first.definition as Definition, revision: first.revision });
  const latest = useRef(here.now);
  const running = useRef<Promise<void> | null>(null);
  useEffect(() => {
    latest.current = here.now;
  }, [here.now]);

  const take = useCallback(
    (answer: Draft) => {
      setDraft(answer);
      // An older answer under way must not come behind this one.
      void client.cancelQueries({ queryKey: draftOf(key).queryKey, exact: true });
      client.setQueryData(draftOf(key).queryKey, answer);
    },
    [client, key],
  );
  const adopt = useCallback(
    (answer: Draft) => {
      kept.current = { definition: answer.definition as Definition, revision: answer.revision };
      latest.current = answer.definition as Definition;
      setHere((was) => ({ now: answer.definition as Definition, past: was.past, future: [], mark: "", at: 0 }));
      setState("saved");
      setTrouble(null);
      take(answer);
    },
    [take],
  );

  const save = useCallback(async () => {
    while (latest.current !== kept.current.definition) {
      const sent = latest.current;
      setState("saving");
      try {
        const answer = await send<Draft>("PUT", at`/api/workflows/${key}/draft`, { revision: kept.current.revision, definition: sent });
        kept.current = { definition: sent, revision: answer.revision };
        setTrouble(null);
        setState("saved");
        take(answer);
      } catch (error) {
        const problem = error instanceof Problem ? error : null;
        setTrouble(problem);
        setState(problem?.code === "draft_moved_on" ? "conflict" : "waiting");
        throw error;
      }
    }
  }, [key, take]);
  const flush = useCallback((): Promise<void> => {
    if (running.current !== null) return running.current;
    const saving = save().finally(() => (running.current = null));
    running.current = saving;
    return saving;
  }, [save]);

  // Kept shortly after the last change, and tried again while the server is away.
  useEffect(() => {
    if (here.now === kept.current.definition || state === "conflict") return;
    const timer = setTimeout(() => void flush().catch(() => undefined), state === "waiting" ? AGAIN : PAUSE);
    return () => clearTimeout(timer);
  }, [here.now, state, flush]);
  // What is typed right before one leaves is not lost.
  useEffect(() => () => void flush().catch(() => undefined), [flush]);
  // Somebody else's change shows as long as one has nothing of one's own in hand.
  useEffect(() => {
    if (first.revision !== kept.current.revision && latest.current === kept.current.definition && running.current === null) adopt(first);
  }, [first, adopt]);

  const change = useCallback((how: (was: Definition) => Definition, mark = "") => {
    setHere((was) => {
      const now = how(was.now);
      if (now === was.now) return was;
      const joins = mark !== "" && mark === was.mark && Date.now() - was.at < TOGETHER;
      latest.current = now;
      return { now, past: joins ? was.past : [...was.past.slice(-MOST_BACK), was.now], future: [], mark, at: Date.now() };
    });
  }, []);
  const step = (from: "past" | "future") => () =>
    setHere((was) => {
      const back = was[from].at(-1);
      if (back === undefined) return was;
      latest.current = back;
      const rest = was[from].slice(0, -1);
      return from === "past" ? { ...was, now: back, past: rest, future: [...was.future, was.now], mark: "" } : { ...was, now: back, future: rest, past: [...was.past, was.now], mark: "" };
    });
  const theirs = () => get<Draft>(at`/api/workflows/${key}/draft`);
  return {
    draft, definition: here.now, state, trouble, change, adopt,
    undo: here.past.length > 0 ? step("past") : undefined,
    redo: here.future.length > 0 ? step("future") : undefined,
    takeTheirs: async () => adopt(await theirs()),
    keepMine: async () => {
      kept.current = { ...kept.current, revision: (await theirs()).revision };
      setState("waiting");
      await flush();
    },
    settle: async () => {
      await flush();
      return client.getQueryData(draftOf(key).queryKey) ?? draft;
    },
  };
}
