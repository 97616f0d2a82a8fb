/** The app as a whole: theme, answers of the server, router; drawn anew when the language changes. */
import { localStorageColorSchemeManager, MantineProvider, Menu, mergeThemeOverrides, Portal } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useMemo, useState, useSyncExternalStore } from "react";
import { separators } from "@/lib/format";
import { makeQueryClient } from "@/lib/query-client";
import { type Language, language, onSpeak, t } from "@/lib/t";
import { makeRouter } from "@/router";
import { cssVariablesResolver, theme } from "@/ui/theme";
import { Toasts } from "@/ui/toasts";

/** What floats (menus, dialogs) lies in a named place of its own, so that nothing stands outside the landmarks. */
const FLOATS = "floats";
const floating = (spoken: Language) => mergeThemeOverrides(theme, { components: {
    // By name alone: the field itself is no part of the first load.
    NumberInput: { defaultProps: { decimalSeparator: separators(spoken).decimal } },
    Portal: Portal.extend({ defaultProps: { target: `#${FLOATS}` } }),
    // A focus holder with a role of its own may not stand in a menu.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
  },
});
const colours = localStorageColorSchemeManager({ key: "perennia.colours" });

export function App() {
  const [client] = useState(makeQueryClient);
  const [router] = useState(() => makeRouter(client));
  const spoken = useSyncExternalStore(onSpeak, language);
  const ownTheme = useMemo(() => floating(spoken), [spoken]);
  return (
    <MantineProvider theme={ownTheme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto" colorSchemeManager={colours}>
      <QueryClientProvider client={client}>
        <RouterProvider key={spoken} router={router} />
        <div id={FLOATS} role="region" aria-label={t("Menus and dialogs")} key={`${FLOATS} ${spoken}`} />
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>
  );
}
