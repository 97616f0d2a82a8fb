/** What a program posted, the latest first; what waits for somebody is one press away. */
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { at } from "@/lib/http";
import type { Connection, ReceivedPost } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FilterChip, StateChip } from "@/ui/chips";
import { Moment } from "@/ui/moment";
import { Coming, NothingMatches, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import classes from "./integrations.module.css";
import { sendPost, postsQuery, type PostWish, postWord, useConnectionChange } from "./use-integrations";

export function PostList({ connection, onOpen }: { connection: Connection; onOpen: (id: number) => void }) {
  const [state, setState] = useState<PostWish>("");
  const list = useInfiniteQuery(postsQuery(connection.id, state));
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const choices: [PostWish, string][] = [["", t("All")], ["done", t("Taken")], ["undecided", t("Need you")], ["passed", t("Passed over")], ["refused", t("Refused")]];
  return (
    <section>
      <h3 className={classes.heading}>{t("Posts of the last days")}</h3>
      <div className={classes.bar}>
        {choices.map(([one, word]) => (
          <FilterChip key={one} on={one === state} onClick={() => setState(one)}>
            {word}
          </FilterChip>
        ))}
        {connection.undecided > 0 && <WorkAll connection={connection} />}
      </div>
      {list.isPending && <Coming what={t("Reading the posts")} rows={4} />}
      {list.isError && rows.length === 0 && <Wrong what={t("The posts did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && (state === "" ? <p className="quiet">{t("Nothing was posted yet.")}</p> : <NothingMatches title={t("No post is in that state.")} onClear={() => setState("")} />)}
      {rows.length > 0 && (
        <ul className={classes.list}>
          {rows.map((row) => (
            <Row key={row.id} row={row} onOpen={() => onOpen(row.id)} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button variant="subtle" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          {t("Show earlier")}
        </Button>
      )}
    </section>
  );
}

function Row({ row, onOpen }: { row: ReceivedPost; onOpen: () => void }) {
  const { word, tone } = postWord(row.state);
  const name = row.state === "refused" ? t("A post not believed") : row.type || t("A post without a name");
  const said = row.reason || (row.times > 1 ? t("{type}, sent {n} times, taken once", { type: name, n: row.times }) : row.events.length > 0 ? name : "");
  return (
    <li>
      <button type="button" className={classes.row} onClick={onOpen}>
        <span className={classes.words}>
          <span className="strong cut">{row.events.length > 0 ? row.events.join(", ") : name}</span>
          {said && <span className={classes.reason}>{said}</span>}
        </span>
        <StateChip tone={tone}>{word}</StateChip>
        <span className="quiet small">
          <Moment at={row.at} />
        </span>
      </button>
    </li>
  );
}

/** Some hundreds a call, until all have been worked once. */
async function workAll(connection: number, after = 0, before = 0): Promise<{ count: number; left: number }> {
  const { count, left, next } = await sendPost<{ count: number; left: number; next: number | null }>(at`/${connection}/again?after=${after}`);
  return next === null ? { count: before + count, left } : workAll(connection, next, before + count);
}

function WorkAll({ connection }: { connection: Connection }) {
  const work = useConnectionChange(() => workAll(connection.id));
  const done = { onSuccess: ({ count, left }: { count: number; left: number }) => say(t("{n} posts were worked again, {left} still ask for you", { n: count, left })), onError: (error: Error) => warn(reason(error)) };
  return (
    <Button variant="default" size="compact-sm" onClick={() => work.mutate(undefined, done)} loading={work.isPending}>
      {t("Work all {n} again", { n: connection.undecided })}
    </Button>
  );
}
