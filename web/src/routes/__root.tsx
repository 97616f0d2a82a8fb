/** The root of all addresses; it only hands the query client down. */
import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, Outlet } from "@tanstack/react-router";

export const Route = createRootRouteWithContext<{ client: QueryClient }>()({ component: Outlet });
