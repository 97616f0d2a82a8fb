/** The door of the bundle: begun by the tracking script, or by `perenniaGuide.start(...)`; `sketch` is the editor's preview. */
import { Guide } from "./guide";
import { guarded } from "./make";
import type { Options, Properties } from "./shapes";
import { sketch } from "./sketch";

/** What the tracking script leaves for us. */
type Left = {
  host: string;
  writeKey: string;
  ids: () => { anonymousId: string; userId?: string; groupId?: string };
  track: (name: string, properties: Properties) => void;
  consent: () => boolean;
  signature: () => string;
};

let guide: Guide | null = null;
let waiting: "help" | "checklist" | null = null;

function start(options: Options): void {
  guide?.stop();
  const begin = guarded(() => {
    guide = new Guide(options);
    if (waiting) guide[waiting]();
    waiting = null;
  });
  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin, { once: true });
}

const open = (what: "help" | "checklist") =>
  guarded(() => {
    if (guide) guide[what]();
    else waiting = what;
  });

const door = {
  start: guarded(start),
  help: open("help"),
  checklist: open("checklist"),
  stop: guarded(() => {
    guide?.stop();
    guide = null;
  }),
  sketch,
};

declare global {
  interface Window {
    perenniaGuide?: typeof door;
    perennia?: { guide?: Left };
  }
}

if (!window.perenniaGuide) {
  window.perenniaGuide = door;
  const left = window.perennia?.guide;
  if (left) door.start({ host: left.host, writeKey: left.writeKey, track: left.track, consent: left.consent, who: () => ({ ...left.ids(), userHash: left.signature() }) });
}
