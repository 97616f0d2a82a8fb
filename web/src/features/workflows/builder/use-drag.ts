/** Carries a step by the pointer: it begins to look for a place when it is pulled, and lies down on the nearest one. */
import { type MouseEvent, type PointerEvent, type RefObject, useRef, useState } from "react";
import { TRIGGER } from "../flow-order";
import type { Hands } from "./hands";

/** Pixels a press must be pulled before it is no click, and how near a place must be to take the step. */
const PULL = 6;
const NEAR = 120;

export function useDrag({ act, moving, mayDraw }: Hands, canvas: RefObject<HTMLElement | null>) {
  const [dragging, setDragging] = useState(false);
  const pulled = useRef(false);
  const begin = (event: PointerEvent<HTMLElement>) => {
    const id = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-step]")?.dataset["step"] : undefined;
    pulled.current = false;
    // A finger scrolls; it has "Move" in the step's form.
    if (!mayDraw || moving !== null || id === undefined || id === TRIGGER || event.button !== 0 || event.pointerType === "touch") return;
    const from = { x: event.clientX, y: event.clientY };
    const over = new AbortController();
    const end = (then?: () => void) => {
      over.abort();
      mark(null);
      setDragging(false);
      then?.();
      // The click of letting go comes before this; a later one is meant.
      setTimeout(() => (pulled.current = false));
    };
    const move = (at: globalThis.PointerEvent) => {
      if (!pulled.current && Math.hypot(at.clientX - from.x, at.clientY - from.y) < PULL) return;
      if (!pulled.current) {
        pulled.current = true;
        setDragging(true);
        act.move(id);
      }
      mark(nearest(canvas.current, at));
      scroll(canvas.current, at);
    };
    const drop = (at: globalThis.PointerEvent) => {
      const place = pulled.current ? nearest(canvas.current, at) : null;
      end(() => pulled.current && (place ? place.click() : act.move(id)));
    };
    const { signal } = over;
    addEventListener("pointermove", move, { signal });
    addEventListener("pointerup", drop, { signal });
    addEventListener("pointercancel", () => end(() => pulled.current && act.move(id)), { signal });
    // Escape is heard by the builder, which leaves the step where it was.
    addEventListener("keydown", (key) => key.key === "Escape" && end(), { signal });
  };
  /** The click a browser makes of letting go is none. */
  const swallow = (event: MouseEvent) => {
    if (!pulled.current || !event.isTrusted) return;
    pulled.current = false;
    event.preventDefault();
    event.stopPropagation();
  };
  const mark = (place: HTMLElement | null) => {
    for (const one of canvas.current?.querySelectorAll<HTMLElement>("[data-here]") ?? []) one.toggleAttribute("data-near", one === place);
  };
  return { begin, swallow, dragging };
}

function nearest(canvas: HTMLElement | null, { clientX, clientY }: globalThis.PointerEvent): HTMLElement | null {
  const far = (one: HTMLElement) => {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    return Math.hypot(Math.max(left - clientX, 0, clientX - right), Math.max(top - clientY, 0, clientY - bottom));
  };
  const places = [...(canvas?.querySelectorAll<HTMLElement>("[data-here]") ?? [])].map((one) => ({ one, far: far(one) }));
  const best = places.toSorted((a, b) => a.far - b.far)[0];
  return best && best.far <= NEAR ? best.one : null;
}

/** Near an edge the flow comes towards the pointer. */
function scroll(canvas: HTMLElement | null, { clientY }: globalThis.PointerEvent): void {
  const box = canvas?.getBoundingClientRect();
  if (!canvas || !box) return;
  if (clientY > box.bottom - 40) canvas.scrollTop += 12;
  if (clientY < box.top + 40) canvas.scrollTop -= 12;
}
