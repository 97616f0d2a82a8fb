/** The router: addresses to pages, each page loaded when it is first asked for. */
import type { QueryClient } from "@tanstack/react-query";
import { createRouter, parseSearchWith, stringifySearchWith } from "@tanstack/react-router";
import { routeTree } from "@/route-tree.gen";
import { t } from "@/lib/t";
import { NoSuchPage } from "@/ui/no-such-page";
import { Coming, Wrong } from "@/ui/states";

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    context: { client },
    // Addresses hold plain words: an id that looks like a number is still a word.
    parseSearch: parseSearchWith((text) => text),
    stringifySearch: stringifySearchWith(String),
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultPendingMs: 200,
    defaultPendingComponent: () => <Coming what={t("The page is coming")} />,
    defaultErrorComponent: ({ error, reset }) => <Wrong what={t("This page did not open.")} error={error} onRetry={reset} />,
    defaultNotFoundComponent: NoSuchPage,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
