/** A customer's sessions, on its record: those ahead, and the last ones. */
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { exactly, moment } from "@/lib/format";
import { useCan } from "@/lib/session";
import type { Booking, Ref } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { Wrong } from "@/ui/states";
import { BookSheet } from "./book-sheet";
import { SessionSheet } from "./session-sheet";
import { SessionState } from "./session-words";
import classes from "./sessions.module.css";
import { sessionsQuery, useLiveSessions } from "./use-sessions";

const LAST = 3;

export function CustomerSessions({ customer }: { customer: Ref }) {
  const mayWrite = useCan("session.write");
  const [opened, open] = useState<number | "new" | null>(null);
  const ahead = useInfiniteQuery(sessionsQuery({ customer: customer.id }));
  const past = useInfiniteQuery(sessionsQuery({ customer: customer.id, when: "past" }));
  const rows: Booking[] = useMemo(() => [...(ahead.data?.pages[0]?.items ?? []), ...(past.data?.pages[0]?.items.slice(0, LAST) ?? [])], [ahead.data, past.data]);
  useLiveSessions(rows);
  const add = mayWrite && (
    <Button variant="subtle" size="compact-xs" onClick={() => open("new")}>
      {t("Book a session")}
    </Button>
  );
  return (
    <Panel title={t("Sessions")} aside={add}>
      {ahead.isError && <Wrong what={t("The sessions did not load.")} error={ahead.error} onRetry={() => void ahead.refetch()} />}
      {ahead.isSuccess && past.isSuccess && rows.length === 0 && <p className={classes.none}>{t("No session yet")}</p>}
      <ul className={classes.small}>
        {rows.map((session) => (
          <li key={session.id} className={classes.smallRow}>
            <span className={classes.words}>
              <button type="button" className={classes.title} onClick={() => open(session.id)}>
                {session.type.name}
              </button>
              <span className={classes.second}>
                <span className="num" title={exactly(session.starts_at)}>{moment(session.starts_at)}</span>, {session.host.name}
              </span>
            </span>
            <SessionState session={session} />
          </li>
        ))}
      </ul>
      {opened === "new" && <BookSheet customer={customer} onClose={() => open(null)} />}
      {typeof opened === "number" && <SessionSheet id={opened} onClose={() => open(null)} />}
    </Panel>
  );
}
