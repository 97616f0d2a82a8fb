/** Puts the made-up server in the place of the real one; `?fake=empty` and its like choose the story. */
import { FakeServer, type Scenario } from "./fake/server";

const LAG = 40;

export function installFakeServer(): FakeServer {
  const asked = new URLSearchParams(location.search).get("fake");
  if (asked) sessionStorage.setItem("fake", asked);
  const server = new FakeServer((sessionStorage.getItem("fake") ?? "lively") as Scenario);
  const real = window.fetch.bind(window);
  window.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    return new URL(url, location.href).pathname.startsWith("/api/") ? answered(server, url, init) : real(input, init);
  };
  window.EventSource = FakeStream as unknown as typeof EventSource;
  return server;
}

export async function answered(server: FakeServer, url: string, init: RequestInit = {}): Promise<Response> {
  await new Promise((resolve) => setTimeout(resolve, LAG));
  const body = typeof init.body === "string" ? (JSON.parse(init.body) as Record<string, unknown>) : {};
  const { status, body: told } = server.answer(init.method ?? "GET", url, body);
  return new Response(status === 204 ? null : JSON.stringify(told), { status, headers: { "Content-Type": "application/json" } });
}

/** A stream that opens and stays quiet, so that pictures do not change. */
class FakeStream extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  readyState = 1;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    super();
    setTimeout(() => this.onopen?.(), LAG);
  }

  close(): void {
    this.readyState = 2;
  }
}
