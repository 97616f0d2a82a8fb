/** What the draft would do with one customer from now on: every step it comes by, what conditions saw, each letter as it reads. */
import { CloseButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { useEffect, useId, useState } from "react";
import { called, moment } from "@/lib/format";
import { at, send } from "@/lib/http";
import type { DraftPath, PathLetter, PathStep } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Coming, reason } from "@/ui/states";
import { Written } from "@/ui/written";
import { CustomerPick } from "../draft-preview";
import classes from "../flow.module.css";
import { TRIGGER } from "../flow-order";
import { WhyList } from "../why-list";
import own from "./draft-path.module.css";
import { useHands } from "./hands";

export function DraftPathPanel() {
  const { hand, workflow, setTries, setPath } = useHands();
  const [customer, setCustomer] = useState<number | null>(null);
  const [definition] = useDebouncedValue(hand.definition, 500);
  const title = useId();
  const query = useQuery({
    queryKey: ["draft-path", workflow.key, customer, definition],
    queryFn: () => send<DraftPath>("POST", at`/api/workflows/${workflow.key}/draft/path`, { customer, definition }),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
  const path = query.data;
  useEffect(() => setPath(new Set(path ? [TRIGGER, ...path.items.map(({ step }) => step)] : [])), [path, setPath]);
  return (
    <section className={own.panel} aria-labelledby={title}>
      <header className={classes.panelHead}>
        <div style={{ flex: 1, minWidth: 0 }}>
          <h2 id={title}>{t("Tried with a customer")}</h2>
          <p>{t("From now on, with what is known today. Nothing is kept and nothing leaves.")}</p>
        </div>
        <CloseButton aria-label={t("Close")} onClick={() => setTries(false)} />
      </header>
      <div className={own.body}>
        <CustomerPick onPick={setCustomer} />
        {query.isPending && <Coming what={t("Trying it")} rows={4} />}
        {query.isError && (
          <p className={own.wrong} role="alert">
            {reason(query.error)}
          </p>
        )}
        {path && !query.isError && <Path path={path} />}
      </div>
    </section>
  );
}

function Path({ path }: { path: DraftPath }) {
  return (
    <>
      <p className={own.who}>
        <b>{called(path.customer.name)}</b>
        {path.contact && <span className="quiet">{called(path.contact.name)}</span>}
      </p>
      <ol className={own.path}>
        <li>
          <p>{path.began_with === "" ? t("Begins as if it were to start for them now.") : path.is_sample ? t("Begins with a made-up “{event}”: they have had none.", { event: path.began_with }) : t("Begins with their last “{event}”, as if it came now.", { event: path.began_with })}</p>
          {path.why.length > 0 && (
            <>
              <p className={clsx(!path.lets_in && own.wrong)}>{path.lets_in ? t("Its condition holds:") : t("Its condition does not hold, so they would not be let in:")}</p>
              <WhyList why={path.why} />
              {!path.lets_in && <p className="quiet">{t("What follows is what would happen if it did.")}</p>}
            </>
          )}
        </li>
        {path.items.map((item, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- a step may be come by twice, and lines never move
          <Item key={place} item={item} />
        ))}
        <li>
          <p className="quiet">{ending(path.state)}</p>
        </li>
      </ol>
      <p className={own.note}>{t("Nobody answers here: a wait for an event ends when its time is over. Other workflows do not go along, and whether somebody may enter again is not asked.")}</p>
    </>
  );
}

function Item({ item }: { item: PathStep }) {
  const { choose } = useHands();
  return (
    <li>
      <div className={own.itemHead}>
        <time className="quiet small num" dateTime={item.at}>
          {moment(item.at)}
        </time>
        <button type="button" className={own.show} onClick={() => choose(item.step, true)}>
          {t("Show the step")}
        </button>
      </div>
      <p>{item.text}</p>
      {item.why.length > 1 && <WhyList why={item.why} />}
      {item.letter && <Letter letter={item.letter} asked={item.at} />}
    </li>
  );
}

function Letter({ letter, asked }: { letter: PathLetter; asked: string }) {
  return (
    <div className={own.letter}>
      <p className={clsx("small", letter.state === "sent" ? own.good : own.held)}>{letter.said}</p>
      {letter.text && (
        <details>
          <summary>{t("As {name} would read it", { name: letter.to || t("somebody") })}</summary>
          {letter.html && <p className={own.subject}>{letter.subject}</p>}
          <Written letter={letter} height={340} title={t("Preview of the text")} />
        </details>
      )}
      {moment(letter.at) !== moment(asked) && <p className="quiet small num">{moment(letter.at)}</p>}
    </div>
  );
}

function ending(state: string): string {
  if (state === "done") return t("There it ends.");
  if (state === "failed") return t("There it fails.");
  return t("After 400 days it still waits.");
}
