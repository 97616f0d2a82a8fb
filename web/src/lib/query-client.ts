/** How answers of the server are kept: fresh for half a minute. */
import { QueryClient } from "@tanstack/react-query";
import { Problem } from "@/lib/http";

function again(failures: number, error: Error): boolean {
  const hopeless = error instanceof Problem && error.status >= 400 && error.status < 500;
  return !hopeless && failures < 2;
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 30_000, retry: again, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
}
