/** The app as a whole: theme, answers of the server, router; drawn anew when the language changes. */
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useState, useSyncExternalStore } from "react";
import { makeQueryClient } from "@/lib/query-client";
import { language, onSpeak } from "@/lib/t";
import { makeRouter } from "@/router";
import { cssVariablesResolver, theme } from "@/ui/theme";
import { Toasts } from "@/ui/toasts";

const colours = localStorageColorSchemeManager({ key: "perennia.colours" });

export function App() {
  const [client] = useState(makeQueryClient);
  const [router] = useState(() => makeRouter(client));
  const spoken = useSyncExternalStore(onSpeak, language);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto" colorSchemeManager={colours}>
      <QueryClientProvider client={client}>
        <RouterProvider key={spoken} router={router} />
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>
  );
}
