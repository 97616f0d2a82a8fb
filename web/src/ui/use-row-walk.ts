/** J and K walk the links of rows in a short list. */
import { useRef } from "react";
import { useKeys } from "@/lib/keys";

export function useRowWalk() {
  const region = useRef<HTMLDivElement>(null);
  const go = (step: number) => {
    const links = [...(region.current?.querySelectorAll<HTMLElement>("[data-row-link]") ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    links[Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
  };
  useKeys({ j: () => go(1), k: () => go(-1), ArrowDown: () => go(1), ArrowUp: () => go(-1) });
  return region;
}
