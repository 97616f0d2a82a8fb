/** Which tasks are selected: X one, Shift X up to here, Escape none; `selecting`: a touch selects, on a phone. */
import { useState } from "react";
import { useKeys } from "@/lib/keys";
import type { Task } from "@/lib/shapes";

export type PickedTasks = { tasks: Task[]; has: (task: Task) => boolean; toggle: (task: Task) => void; clear: () => void; selecting: boolean; setSelecting: (on: boolean) => void };

export function usePickedTasks(rows: Task[], cursor: number): PickedTasks {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [anchor, setAnchor] = useState(0);
  const [selecting, setSelecting] = useState(false);
  const may = (task: Task | undefined): task is Task => task?.may_change === true;
  const toggle = (task: Task) => {
    setAnchor(rows.indexOf(task));
    setChosen((was) => new Set(was.has(task.id) ? [...was].filter((id) => id !== task.id) : [...was, task.id]));
  };
  const through = () => {
    const [from, to] = anchor < cursor ? [anchor, cursor] : [cursor, anchor];
    const some = rows.slice(from, to + 1).filter(may);
    setChosen((was) => new Set([...was, ...some.map(({ id }) => id)]));
  };
  const clear = () => {
    setChosen(new Set());
    setSelecting(false);
  };
  const current = rows[cursor];
  useKeys({ x: () => may(current) && toggle(current), "Shift+x": through, ...(chosen.size > 0 ? { Escape: clear } : {}) });
  return { tasks: rows.filter(({ id }) => chosen.has(id)), has: ({ id }) => chosen.has(id), toggle, clear, selecting, setSelecting };
}
