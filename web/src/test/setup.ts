/** What jsdom lacks and Mantine asks for. */
import { cleanup } from "@testing-library/react";
import { afterEach, vi } from "vitest";

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
