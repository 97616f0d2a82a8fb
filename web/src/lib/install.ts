/** The app on a device of one's own: the service worker, the offer to install, and files of a former build that are gone. */
import { useSyncExternalStore } from "react";

type Offer = Event & { prompt: () => Promise<unknown> };

const RELOADED = "perennia.reloaded";
const SOON = 10_000;
const watchers = new Set<() => void>();
let offer: Offer | null = null;

/** Keeps the shell at hand where the browser can, and remembers the browser's offer to install. */
export function beInstallable(): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    remember(event as Offer);
  });
  addEventListener("appinstalled", () => remember(null));
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  addEventListener("load", () => void navigator.serviceWorker.register("/service-worker.js").catch(() => undefined));
}

/** After an update a page that is still open may ask for a file that is gone: it is then loaded anew, once. */
export function staySound(): void {
  addEventListener("vite:preloadError", (event) => {
    const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
    if (!navigator.onLine || Date.now() - last < SOON) return;
    event.preventDefault();
    sessionStorage.setItem(RELOADED, String(Date.now()));
    location.reload();
  });
}

/** How to install it, where the browser offers that; null where it does not, or where it is installed already. */
export function useInstall(): (() => void) | null {
  const now = useSyncExternalStore(watch, () => offer);
  return now && (() => void now.prompt().then(() => remember(null)));
}

export function isInstalled(): boolean {
  return matchMedia("(display-mode: standalone)").matches;
}

function remember(next: Offer | null): void {
  offer = next;
  watchers.forEach((notice) => notice());
}

function watch(notice: () => void): () => void {
  watchers.add(notice);
  return () => watchers.delete(notice);
}
