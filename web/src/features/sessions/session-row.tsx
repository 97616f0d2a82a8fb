/** One session in the list: when, what and with whom, who holds it, how it stands; and what is to be said of it. */
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Booking } from "@/lib/shapes";
import { t } from "@/lib/t";
import { PersonFace } from "@/ui/faces";
import { Hours, isUnsettled, SessionState, Theirs } from "./session-words";
import classes from "./sessions.module.css";
import { deed, useDeed } from "./use-sessions";

export function SessionRow({ session, onOpen }: { session: Booking; onOpen: () => void }) {
  const run = useDeed();
  return (
    <li className={classes.row}>
      <span className={classes.when}>
        <Hours session={session} />
        <Theirs session={session} />
      </span>
      <span className={classes.words}>
        <button type="button" className={classes.title} onClick={onOpen} title={session.name} data-row-link>
          {t("{session} with {name}", { session: session.type.name, name: session.name })}
        </button>
        <span className={classes.second}>
          {session.customer && (
            <Link to="/customers/$id" params={{ id: session.customer.id }}>
              {session.customer.name}
            </Link>
          )}
          {session.customer && session.goals && ", "}
          {session.goals}
        </span>
      </span>
      <span className={classes.host}>
        <PersonFace name={session.host.name} />
        <span className="cut">{session.host.name}</span>
      </span>
      <SessionState session={session} />
      <span className={classes.deeds}>
        {isUnsettled(session) && session.may_change && (
          <>
            <Button variant="default" size="compact-sm" onClick={() => run(deed.attended(session))}>
              {t("They came")}
            </Button>
            <Button variant="default" size="compact-sm" onClick={() => run(deed.missed(session))}>
              {t("They did not")}
            </Button>
          </>
        )}
      </span>
    </li>
  );
}
