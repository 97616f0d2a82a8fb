/** Shows a part or a whole page against the made-up server, as a test would meet it. */
import { MantineProvider } from "@mantine/core";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { vi } from "vitest";
import { makeQueryClient } from "@/lib/query-client";
import { sessionQuery } from "@/lib/session";
import { makeRouter } from "@/router";
import { session } from "@/test/fake/team";
import { FakeServer, type Scenario } from "@/test/fake/server";
import { answered } from "@/test/fake-browser";
import { cssVariablesResolver, theme } from "@/ui/theme";
import { Toasts } from "@/ui/toasts";

class QuietStream {
  static readonly CLOSED = 2;
  readyState = 1;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  addEventListener = () => undefined;
  close = () => undefined;
}

export function serve(scenario: Scenario = "lively"): FakeServer {
  const server = new FakeServer(scenario);
  vi.stubGlobal("fetch", (url: string, init?: RequestInit) => answered(server, url, init));
  vi.stubGlobal("EventSource", QuietStream);
  return server;
}

function Frame({ client, children }: { client: QueryClient; children: ReactNode }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} env="test">
      <QueryClientProvider client={client}>
        {children}
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** One part by itself, signed in as an administrator. */
export function show(part: ReactNode, client = makeQueryClient()) {
  client.setQueryData(sessionQuery.queryKey, session("en"));
  const root = createRootRoute({ component: () => part });
  const router = createRouter({ routeTree: root, history: createMemoryHistory() });
  return { client, ...render(<Frame client={client}><RouterProvider router={router as never} /></Frame>) };
}

/** The whole app at an address. */
export function visit(address: string) {
  const client = makeQueryClient();
  const router = makeRouter(client);
  router.update({ ...router.options, history: createMemoryHistory({ initialEntries: [address] }) });
  return { client, router, ...render(<Frame client={client}><RouterProvider router={router} /></Frame>) };
}
