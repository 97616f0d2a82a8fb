/** One change of many customers: begun, watched until it is over, and taken back. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { at, get, send } from "@/lib/http";
import type { BulkChange } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { asked, type CustomerFilter } from "./use-customers";

export type BulkAction = { kind: "tag" | "untag" | "stage" | "owner" | "workflow"; tag?: string; pipeline?: string; stage?: string; owner_id?: number | null; workflow?: string };
export type Whom = { ids: number[] } | { filter: CustomerFilter };

const PAUSE = 700;
const SETTLES = 900;

export function useBulk(onOver: () => void): [BulkChange | null, (action: BulkAction, whom: Whom, done: (n: number) => string) => void] {
  const client = useQueryClient();
  const [change, setChange] = useState<BulkChange | null>(null);
  const watch = async (begun: BulkChange): Promise<BulkChange> => {
    let now = begun;
    setChange(now);
    while (!now.is_over) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      now = await get<BulkChange>(at`/api/customers/bulk/${now.id}`);
      setChange(now);
    }
    return now;
  };
  // The engine works the last events a moment after they were stored.
  const again = () => {
    const read = () => void client.invalidateQueries({ queryKey: ["customers"] });
    read();
    setTimeout(read, SETTLES);
  };
  const undo = async (id: number) => {
    try {
      const over = await watch(await send<BulkChange>("POST", at`/api/customers/bulk/${id}/undo`));
      say(t("Taken back for {n} customers", { n: over.done }));
    } catch (error) {
      warn(reason(error));
    }
    setChange(null);
    again();
  };
  const run = async (action: BulkAction, whom: Whom, done: (n: number) => string) => {
    const chosen = "ids" in whom ? whom : { filter: asked(whom.filter) };
    try {
      const over = await watch(await send<BulkChange>("POST", "/api/customers/bulk", { action, ...chosen }));
      if (over.trouble) warn(over.trouble);
      else say(done(over.done) + skipped(over), over.can_undo ? () => void undo(over.id) : undefined);
      onOver();
    } catch (error) {
      warn(reason(error));
    }
    setChange(null);
    again();
  };
  return [change, (action, whom, done) => void run(action, whom, done)];
}

function skipped({ skipped: n }: BulkChange): string {
  return n > 0 ? ` ${t("{n} left as they were.", { n })}` : "";
}
