/** The list one came from, so that J and K on a record walk on in it. */
const KEY = "perennia.walk";
const KEPT = 1000;

type Walk = { ids: number[]; total: number };

export function rememberWalk(ids: number[], total: number): void {
  sessionStorage.setItem(KEY, JSON.stringify({ ids: ids.slice(0, KEPT), total }));
}

export type Place = { index: number; total: number; before: number | undefined; after: number | undefined };

/** Where the record stands in that list; null when one did not come from a list. */
export function placeOf(id: number): Place | null {
  const { ids, total } = JSON.parse(sessionStorage.getItem(KEY) ?? '{"ids":[],"total":0}') as Walk;
  const index = ids.indexOf(id);
  return index < 0 ? null : { index, total, before: ids[index - 1], after: ids[index + 1] };
}
