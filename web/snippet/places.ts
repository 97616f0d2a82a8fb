/** Which feature an address is: patterns from the source's settings, the first that fits. */

export type Places = readonly (readonly [path: string, feature: string])[];

/** Path of the page; an address behind `#/` counts as one, for apps that route there. */
export function pathOf({ pathname, hash }: Pick<Location, "pathname" | "hash">): string {
  return /^#!?\//.test(hash) ? pathname.replace(/\/$/, "") + hash.replace(/^#!?/, "").split("?")[0] : pathname;
}

/** The feature of a path. `*` is anything, also nothing; `/reports/*` is `/reports` too. */
export function featureAt(path: string, places: Places): string | null {
  return places.find(([pattern]) => fits(path, pattern))?.[1] ?? null;
}

function fits(path: string, pattern: string): boolean {
  const below = pattern.endsWith("/*") && !pattern.slice(0, -2).includes("*");
  if (below && path === pattern.slice(0, -2)) return true;
  const parts = pattern.split("*");
  const [first = "", ...rest] = parts;
  if (!path.startsWith(first)) return false;
  if (!rest.length) return path === first || path === `${first}/`;
  // Walked by hand: an expression made of somebody's pattern could be made to take for ever.
  let from = first.length;
  const end = rest.pop() ?? "";
  for (const part of rest) {
    const place = path.indexOf(part, from);
    if (place < 0) return false;
    from = place + part.length;
  }
  return path.length - end.length >= from && path.endsWith(end);
}
