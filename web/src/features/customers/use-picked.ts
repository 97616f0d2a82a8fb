/** Which rows are selected: X one, Shift X up to here, Escape none. */
import { useMemo, useState } from "react";
import { useKeys } from "@/lib/keys";
import type { Customer } from "@/lib/shapes";

export type Picked = { ids: number[]; rows: Customer[]; has: (id: number) => boolean; toggle: (id: number) => void; clear: () => void; isAll: boolean; all: () => void };

export function usePicked(rows: Customer[], cursor: number): Picked {
  const [chosen, setChosen] = useState<ReadonlyMap<number, Customer>>(new Map());
  const [anchor, setAnchor] = useState(0);
  const [isAll, setAll] = useState(false);
  const none = () => {
    setChosen(new Map());
    setAll(false);
  };
  const toggleAt = (index: number) => {
    const row = rows[index];
    if (!row) return;
    setAnchor(index);
    setChosen((was) => toggled(was, row));
  };
  const through = () => {
    const [from, to] = anchor < cursor ? [anchor, cursor] : [cursor, anchor];
    setChosen((was) => new Map([...was, ...rows.slice(from, to + 1).map((row) => [row.id, row] as const)]));
  };
  useKeys({ x: () => toggleAt(cursor), "Shift+x": through, ...(chosen.size > 0 ? { Escape: none } : {}) });
  return useMemo(
    () => ({
      ids: [...chosen.keys()],
      rows: [...chosen.values()],
      has: (id) => isAll || chosen.has(id),
      isAll,
      all: () => setAll(true),
      toggle: (id) => {
        const row = rows.find((one) => one.id === id);
        setAll(false);
        if (row) setChosen((was) => toggled(was, row));
      },
      clear: () => {
        setChosen(new Map());
        setAll(false);
      },
    }),
    [chosen, rows, isAll],
  );
}

function toggled(was: ReadonlyMap<number, Customer>, row: Customer): ReadonlyMap<number, Customer> {
  const next = new Map(was);
  if (!next.delete(row.id)) next.set(row.id, row);
  return next;
}
