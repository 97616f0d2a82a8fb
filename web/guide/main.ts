/** The door of the bundle: `perenniaGuide.start(...)` by the tracking script, `sketch` by the editor's preview. */
import { Guide } from "./guide";
import { guarded } from "./make";
import type { Options } from "./shapes";
import { sketch } from "./sketch";

let guide: Guide | null = null;

const door = {
  start: guarded((options: Options) => {
    guide?.stop();
    const begin = guarded(() => {
      guide = new Guide(options);
    });
    if (document.body) begin();
    else addEventListener("DOMContentLoaded", begin, { once: true });
  }),
  help: guarded(() => guide?.help()),
  checklist: guarded(() => guide?.checklist()),
  changed: guarded(() => guide?.changed()),
  stop: guarded(() => {
    guide?.stop();
    guide = null;
  }),
  sketch,
};

declare global {
  interface Window {
    perenniaGuide?: typeof door;
  }
}

window.perenniaGuide ??= door;
