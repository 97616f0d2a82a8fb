/** Draws one item within a box of another page, as people will see it: for the preview beside its editor. */
import { announce, type Drawn } from "./announce";
import { Frame } from "./frame";
import { Panel } from "./panel";
import type { Item, Look, Scheme } from "./shapes";
import { tour } from "./tip";

const nothing = () => undefined;

/** `anchor` stands for whatever a tip points at. Gives how to take it away again. */
export function sketch(within: HTMLElement, item: Item, look: Look & { language?: string; scheme?: Scheme }, anchor: Element | null, step = 0): () => void {
  const frame = new Frame(within);
  frame.set(look, look.language ?? "en", look.scheme);
  let drawn: Drawn | null = null;
  if (item.kind === "tip") drawn = tour(frame, item, step, { shown: nothing, clicked: nothing, stepped: nothing, finished: nothing, closed: nothing, missing: nothing }, () => anchor);
  else if (item.kind === "announcement") drawn = announce(frame, { ...item, form: item.form === "modal" ? "modal" : (item.form ?? "card") }, false, { clicked: nothing, closed: nothing });
  else {
    const panel = new Panel(frame, { seen: nothing, clicked: nothing, ticked: nothing, hidden: nothing, opened: nothing }, ({ ticked }) => ticked ?? []);
    panel.sketch(item);
  }
  return () => {
    drawn?.remove();
    frame.remove();
  };
}
