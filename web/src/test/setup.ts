/** What jsdom lacks and Mantine asks for. */
import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";

// A page comes in pieces; on a busy machine that takes longer than the library waits by itself.
configure({ asyncUtilTimeout: 30_000 });

afterEach(cleanup);

window.matchMedia ??= vi.fn((query: string) => ({
  matches: /min-width/.test(query),
  media: query,
  onchange: null,
  addListener: () => undefined,
  removeListener: () => undefined,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  dispatchEvent: () => false,
}));

class NoResize {
  observe = () => undefined;
  unobserve = () => undefined;
  disconnect = () => undefined;
}
window.ResizeObserver ??= NoResize;
Element.prototype.scrollIntoView ??= () => undefined;
