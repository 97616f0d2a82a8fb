/** Makes room for what lies across the top, so that it never covers the head of a page. */
import { guarded } from "./make";

const HIGHEST_HEAD = 0.3; // of the window; what is higher is no head but the page itself
const NARROWEST_HEAD = 0.6;

/**
 * Keeps `box` clear of the page's head and gives how to let go again. A head that stays while one scrolls keeps its place
 * and `box` lies below it; else the page moves down. A page that fills the window exactly is left as it is.
 */
export function makeRoom(box: HTMLElement): () => void {
  const root = document.documentElement;
  let undo: (() => void) | undefined;
  const place = guarded(() => {
    undo?.();
    undo = undefined;
    const head = headOf();
    const stays = head && ["fixed", "sticky"].includes(getComputedStyle(head).position);
    const scrolls = root.scrollHeight > innerHeight;
    box.style.top = `${head && (stays || !scrolls) ? head.getBoundingClientRect().bottom : 0}px`;
    if (!scrolls) return;
    const pushed = stays && getComputedStyle(head).position === "sticky" ? head : root;
    const how = pushed === root ? "padding-top" : "margin-bottom";
    const [was, priority] = [pushed.style.getPropertyValue(how), pushed.style.getPropertyPriority(how)];
    pushed.style.setProperty(how, `${parseFloat(getComputedStyle(pushed).getPropertyValue(how)) + box.offsetHeight}px`);
    undo = () => pushed.style.setProperty(how, was, priority);
  });
  const sizes = new ResizeObserver(place);
  sizes.observe(box);
  addEventListener("resize", place);
  place();
  return () => {
    sizes.disconnect();
    removeEventListener("resize", place);
    undo?.();
  };
}

/** The outermost bar at the top edge of the window; only one that stays counts once the page is scrolled. */
function headOf(): HTMLElement | null {
  let found: HTMLElement | null = null;
  const there = document.elementsFromPoint(innerWidth / 2, 2).filter((one) => !one.hasAttribute("data-perennia-guide"));
  for (let one: Element | null = there[0] ?? null; one && one !== document.body; one = one.parentElement) {
    const { top, height, width } = one.getBoundingClientRect();
    if (one instanceof HTMLElement && top <= 2 && height <= innerHeight * HIGHEST_HEAD && width >= innerWidth * NARROWEST_HEAD) found = one;
  }
  return found;
}
