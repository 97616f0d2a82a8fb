/** Whom it would have touched; each opens with all it would have done with them, and why. */
import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { called, moment } from "@/lib/format";
import type { Ref, Rehearsal, RehearsalSide, RehearsedCustomer } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { SideSheet } from "@/ui/side-sheet";
import { Coming, Wrong } from "@/ui/states";
import { WhyList } from "../why-list";
import classes from "./rehearsal.module.css";
import { touchedQuery, traceQuery } from "./use-rehearsals";

type Props = { rehearsal: Rehearsal; side: RehearsalSide };

export function Touched({ rehearsal, side }: Props) {
  const list = useInfiniteQuery(touchedQuery(rehearsal.id, side.of));
  const [open, setOpen] = useState<Ref | null>(null);
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  if (list.isSuccess && rows.length === 0) return null;
  return (
    <Panel title={t("Customer by customer")} aside={side.traces_left_out > 0 ? t("the first of them; the sums count all") : t("with every reason")} flush>
      {list.isPending && <Coming what={t("Reading whom it would have touched")} rows={3} />}
      {list.isError && rows.length === 0 && <Wrong what={t("The customers did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
      <ul className={classes.rows}>
        {rows.map((row) => (
          <li key={row.customer.id}>
            <button type="button" className={classes.row} onClick={() => setOpen(row.customer)}>
              <span className={`${classes.rowMain ?? ""} cut`}>{called(row.customer.name)}</span>
              <span className="quiet">{inWords(row)}</span>
            </button>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <div className={classes.more}>
          <Button variant="subtle" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
            {t("Show more")}
          </Button>
        </div>
      )}
      <SideSheet opened={open !== null} onClose={() => setOpen(null)} title={open ? called(open.name) : ""}>
        {open && <TraceOf id={rehearsal.id} of={side.of} customer={open.id} />}
      </SideSheet>
    </Panel>
  );
}

function inWords({ entered, sent, held }: RehearsedCustomer): string {
  const parts = [t("entered {n} times", { n: entered }), ...(sent > 0 ? [t("{n} sent", { n: sent })] : []), ...(held > 0 ? [t("{n} held back", { n: held })] : [])];
  return parts.join(" · ");
}

function TraceOf({ id, of, customer }: { id: number; of: RehearsalSide["of"]; customer: number }) {
  const trace = useQuery(traceQuery(id, of, customer));
  if (trace.isPending) return <Coming what={t("Reading what it would have done")} />;
  if (!trace.data) return <Wrong what={t("The trace did not load.")} error={trace.error} onRetry={() => void trace.refetch()} />;
  return (
    <ol className={classes.trace}>
      {trace.data.items.map((line, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines never move, and two may read alike
        <li key={index}>
          <time className="quiet num" dateTime={line.at}>{moment(line.at)}</time>
          <p>{line.text}</p>
          {line.contact && <p className="quiet small">{called(line.contact.name)}</p>}
          {line.why.length > 0 && <WhyList why={line.why} />}
        </li>
      ))}
    </ol>
  );
}
