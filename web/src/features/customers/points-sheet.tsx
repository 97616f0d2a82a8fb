/** Every entry behind a score, the latest first: how many, why, whose, when, and the event it was earned by. */
import { Button, Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { clsx } from "clsx";
import { useState } from "react";
import { called } from "@/lib/format";
import type { CustomerDetail, PointsEntry } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Moment } from "@/ui/moment";
import { SideSheet } from "@/ui/side-sheet";
import { Coming, Wrong } from "@/ui/states";
import classes from "./panels.module.css";
import { signed } from "./signed";
import { contactsQuery, pointsQuery } from "./use-customer";

type Props = { customer: CustomerDetail; opened: boolean; onClose: () => void; onEvent: ((id: string) => void) | undefined };

export function PointsSheet({ customer, opened, onClose, onEvent }: Props) {
  return (
    <SideSheet opened={opened} onClose={onClose} title={t("Points of {name}", { name: called(customer.name) })}>
      {opened && <Entries customer={customer} onEvent={onEvent} />}
    </SideSheet>
  );
}

function Entries({ customer, onEvent }: { customer: CustomerDetail; onEvent: ((id: string) => void) | undefined }) {
  const [contact, setContact] = useState<string | null>(null);
  const people = useInfiniteQuery(contactsQuery(customer.id)).data?.pages.flatMap(({ items }) => items) ?? [];
  const list = useInfiniteQuery(pointsQuery(customer.id, contact));
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div className={classes.details}>
      <Select label={t("Whose")} placeholder={t("The customer's and all contacts'")} clearable searchable value={contact} onChange={setContact} data={people.map(({ id, name, email }) => ({ value: String(id), label: name || email || called("") }))} />
      {list.isPending && <Coming what={t("Reading the points")} />}
      {list.isError && rows.length === 0 && <Wrong what={t("The points did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && <p className={classes.none}>{t("No points yet. They come from sign-ins, time on features and payments.")}</p>}
      <ul className={classes.reasons}>
        {rows.map((row) => (
          <Entry key={row.id} row={row} onEvent={onEvent} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="subtle" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          {t("Show more")}
        </Button>
      )}
    </div>
  );
}

function Entry({ row, onEvent }: { row: PointsEntry; onEvent: ((id: string) => void) | undefined }) {
  const { event_id: event, workflow } = row;
  return (
    <li className={classes.reason}>
      <span>
        {row.reason} {row.contact && <span className="quiet">{called(row.contact.name)}</span>}
        <span className={classes.under}>
          <Moment at={row.at} />
          {workflow && (
            <Link to="/workflows/$key" params={{ key: workflow.key }} search={true} className={classes.link}>
              {workflow.name}
            </Link>
          )}
          {event !== null && onEvent && (
            <button type="button" className={classes.link} onClick={() => onEvent(event)}>
              {t("Its event")}
            </button>
          )}
        </span>
      </span>
      <span className={clsx(classes.points, "num", row.points < 0 && classes.minus)}>{signed(row.points)}</span>
    </li>
  );
}
