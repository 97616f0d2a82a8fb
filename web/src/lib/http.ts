/** Speaks to the server: JSON in and out, the session's CSRF header, and problem+json turned into one kind of error. */
import { language } from "@/lib/t";

export type FieldProblem = { field: string; code: string; message: string };

/** What the server refused and why; `status` 0 means that it was not reached at all. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: FieldProblem[] = [],
    readonly retryAfter: number | null = null,
  ) {
    super(message);
    this.name = "Problem";
  }
}

type Query = Record<string, string | number | boolean | null | undefined>;
type Options = { query?: Query; body?: unknown; form?: FormData; signal?: AbortSignal };

export function get<T>(path: string, options: Options = {}): Promise<T> {
  return request<T>("GET", path, options);
}

export function send<T>(method: "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<T> {
  return request<T>(method, path, { body });
}

/** A path with its parts escaped, so that an id or a tag may hold any character. */
export function at(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  return parts.reduce((path, part, index) => path + part + (index < values.length ? encodeURIComponent(String(values[index])) : ""), "");
}

/** Sends one small file as a form does. */
export function upload<T>(path: string, file: File): Promise<T> {
  const form = new FormData();
  form.append("file", file);
  return request<T>("POST", path, { form });
}

/** Sends a file as it is, saying how much of it has left; `sent` runs from 0 to 1. */
export function sendFile<T>(path: string, file: File, query: Query, sent: (share: number) => void, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const ask = new XMLHttpRequest();
    ask.open("POST", path + search(query));
    ask.setRequestHeader("Content-Type", "application/octet-stream");
    for (const [name, text] of Object.entries(headers("POST", undefined))) ask.setRequestHeader(name, text);
    ask.upload.onprogress = ({ loaded, total }) => sent(total > 0 ? loaded / total : 0);
    ask.onload = () => {
      const answer = new Response(ask.responseText, { status: ask.status });
      if (answer.ok) void answer.json().then(resolve, reject);
      else void problem(answer).then(reject);
    };
    ask.onerror = () => reject(new Problem(0, "not_reached", ""));
    ask.onabort = () => reject(new DOMException("Cancelled.", "AbortError"));
    signal.addEventListener("abort", () => ask.abort());
    ask.send(file);
  });
}

/** An address with its filters, for what the browser fetches by itself: a file to download. */
export function address(path: string, query: Query = {}): string {
  return path + search(query);
}

async function request<T>(method: string, path: string, { query, body, form, signal }: Options): Promise<T> {
  const answer = await reach(path + search(query), {
    method,
    credentials: "same-origin",
    headers: headers(method, body),
    body: form ?? (body === undefined ? null : JSON.stringify(body)),
    signal: signal ?? null,
  });
  if (!answer.ok) throw await problem(answer);
  return (answer.status === 204 ? null : await answer.json()) as T;
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new Problem(0, "not_reached", "");
  }
}

function headers(method: string, body: unknown): Record<string, string> {
  const out: Record<string, string> = { Accept: "application/json", "Accept-Language": language(), "Time-Zone": Intl.DateTimeFormat().resolvedOptions().timeZone };
  if (body !== undefined) out["Content-Type"] = "application/json";
  if (method !== "GET") out["X-CSRFToken"] = csrf();
  return out;
}

function csrf(): string {
  return /(?:^|;\s*)csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

function search(query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return pairs.length ? "?" + new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString() : "";
}

async function problem(answer: Response): Promise<Problem> {
  const told = (await answer.json().catch(() => ({}))) as { code?: string; title?: string; detail?: string; errors?: FieldProblem[] };
  const wait = Number(answer.headers.get("Retry-After"));
  return new Problem(answer.status, told.code ?? "unknown", told.detail ?? told.title ?? "", told.errors ?? [], wait > 0 ? wait : null);
}
