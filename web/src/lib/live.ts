/** Live changes: one stream for the whole page, and a quiet poll when the stream cannot be kept open. */
import { useEffect, useSyncExternalStore } from "react";

type Heard = (changed: string[]) => void;
export type LiveState = "opening" | "live" | "polling" | "offline";

const POLL = 10_000;
const listeners = new Map<string, Set<Heard>>();
const watchers = new Set<() => void>();
let stream: EventSource | null = null;
let streamed = "";
let ready: EventSource | null = null;
let hears = new Set<string>();
let state: LiveState = "opening";
let poll: ReturnType<typeof setInterval> | null = null;
let turn: ReturnType<typeof setTimeout> | null = null;

/** Calls `heard` whenever the server says that something of the topic changed; with no ids when that is not known. */
export function useLive(topic: string, heard: Heard): void {
  useEffect(() => {
    const own = listeners.get(topic) ?? new Set();
    listeners.set(topic, own.add(heard));
    retune();
    return () => {
      own.delete(heard);
      if (own.size === 0) listeners.delete(topic);
      retune();
    };
  }, [topic, heard]);
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(watch, () => (navigator.onLine ? state : "offline"));
}

/** Several screens come and go in one breath; the stream is opened once for all of them. */
function retune(): void {
  if (turn !== null) clearTimeout(turn);
  turn = setTimeout(open, 50);
}

/** The stream that is ready is heard until the next one is, so nothing happens unheard between the two. */
function open(): void {
  const topics = [...listeners.keys()].toSorted().join(",");
  if (topics === streamed && stream?.readyState !== EventSource.CLOSED) return;
  if (stream !== ready) stream?.close();
  streamed = topics;
  stream = topics ? listen(topics.split(",")) : null;
  if (stream) return;
  ready?.close();
  stopPolling();
}

function listen(topics: string[]): EventSource {
  const source = new EventSource(`/api/live?topics=${encodeURIComponent(topics.join(","))}`);
  source.addEventListener("ready", () => {
    // What changed between a screen's reading and this moment was told to nobody: such a screen reads once more.
    const missed = topics.filter((topic) => ready === source || ready?.readyState !== EventSource.OPEN || !hears.has(topic));
    if (ready !== source) ready?.close();
    ready = source;
    hears = new Set(topics);
    settle("live");
    for (const topic of missed) tell(topic, []);
  });
  source.onerror = () => settle("polling");
  for (const topic of topics) source.addEventListener(topic, (message) => tell(topic, idsOf(message)));
  return source;
}

function idsOf(message: MessageEvent<string>): string[] {
  try {
    return (JSON.parse(message.data) as { changed?: string[] }).changed ?? [];
  } catch {
    return [];
  }
}

function tell(topic: string, changed: string[]): void {
  listeners.get(topic)?.forEach((heard) => heard(changed));
}

function settle(next: LiveState): void {
  if (next === "live") stopPolling();
  else poll ??= setInterval(pollAll, POLL);
  state = next;
  watchers.forEach((notice) => notice());
}

/** While the stream is down everything asks anew, and a stream given up for good is tried again. */
function pollAll(): void {
  for (const topic of listeners.keys()) tell(topic, []);
  if (stream?.readyState === EventSource.CLOSED) open();
}

function stopPolling(): void {
  if (poll !== null) clearInterval(poll);
  poll = null;
}

function watch(notice: () => void): () => void {
  watchers.add(notice);
  addEventListener("online", notice);
  addEventListener("offline", notice);
  return () => {
    watchers.delete(notice);
    removeEventListener("online", notice);
    removeEventListener("offline", notice);
  };
}
