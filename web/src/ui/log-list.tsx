/** A log of what came or left, the latest first: narrowed by state, each row opening the whole of it. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "@/lib/t";
import { FilterChip, StateChip, type Tone } from "./chips";
import classes from "./log-list.module.css";
import { Moment } from "./moment";
import { Coming, NothingMatches, Wrong } from "./states";

export type LogRow = { key: number | string; name: string; about: string; state: { word: string; tone: Tone }; at: string; onOpen: () => void };
type Choice<State extends string> = { value: State; word: string };
type Query = { isPending: boolean; isError: boolean; error: Error | null; refetch: () => unknown; hasNextPage: boolean; fetchNextPage: () => unknown; isFetchingNextPage: boolean };
type Words = { title: string; reading: string; wrong: string; nothing: string; noneOfThese: string };
type Props<State extends string> = { words: Words; choices: Choice<State>[]; chosen: State; onChosen: (state: State) => void; query: Query; rows: LogRow[]; beside: ReactNode };

/** `choices`: the first is all of them. `beside`: what can be done with many at once. */
export function LogList<State extends string>({ words, choices, chosen, onChosen, query, rows, beside }: Props<State>) {
  const all = choices[0]?.value;
  return (
    <section>
      <h3 className={classes.heading}>{words.title}</h3>
      <div className={classes.bar}>
        {choices.map(({ value, word }) => (
          <FilterChip key={value} on={value === chosen} onClick={() => onChosen(value)}>
            {word}
          </FilterChip>
        ))}
        {beside}
      </div>
      {query.isPending && <Coming what={words.reading} rows={4} />}
      {query.isError && rows.length === 0 && <Wrong what={words.wrong} error={query.error} onRetry={() => void query.refetch()} />}
      {!query.isPending && !query.isError && rows.length === 0 && (chosen === all || all === undefined ? <p className="quiet">{words.nothing}</p> : <NothingMatches title={words.noneOfThese} onClear={() => onChosen(all)} />)}
      {rows.length > 0 && (
        <ul className={classes.list}>
          {rows.map((row) => (
            <Row key={row.key} row={row} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button variant="subtle" onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t("Show earlier")}
        </Button>
      )}
    </section>
  );
}

function Row({ row }: { row: LogRow }) {
  return (
    <li>
      <button type="button" className={classes.row} onClick={row.onOpen}>
        <span className={classes.words}>
          <span className="strong cut">{row.name}</span>
          {row.about && <span className={classes.about}>{row.about}</span>}
        </span>
        <StateChip tone={row.state.tone}>{row.state.word}</StateChip>
        <span className="quiet small">
          <Moment at={row.at} />
        </span>
      </button>
    </li>
  );
}
