/** What a program posted, the latest first; what waits for somebody is one press away. */
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { at } from "@/lib/http";
import type { Connection, ReceivedPost } from "@/lib/shapes";
import { t } from "@/lib/t";
import { LogList, type LogRow } from "@/ui/log-list";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { sendPost, postsQuery, type PostWish, postWord, useConnectionChange } from "./use-integrations";

export function PostList({ connection, onOpen }: { connection: Connection; onOpen: (id: number) => void }) {
  const [state, setState] = useState<PostWish>("");
  const list = useInfiniteQuery(postsQuery(connection.id, state));
  const rows = list.data?.pages.flatMap(({ items }) => items.map((row) => asRow(row, () => onOpen(row.id)))) ?? [];
  const choices: { value: PostWish; word: string }[] = [
    { value: "", word: t("All") },
    { value: "done", word: t("Taken") },
    { value: "undecided", word: t("Need you") },
    { value: "passed", word: t("Passed over") },
    { value: "refused", word: t("Refused") },
  ];
  const words = { title: t("Posts of the last days"), reading: t("Reading the posts"), wrong: t("The posts did not load."), nothing: t("Nothing was posted yet."), noneOfThese: t("No post is in that state.") };
  return <LogList words={words} choices={choices} chosen={state} onChosen={setState} query={list} rows={rows} beside={connection.undecided > 0 && <WorkAll connection={connection} />} />;
}

function asRow(row: ReceivedPost, onOpen: () => void): LogRow {
  const type = row.state === "refused" ? t("A post not believed") : row.type || t("A post without a name");
  const isNamed = row.events.length > 0;
  const about = row.reason || (row.times > 1 ? t("{type}, sent {n} times, taken once", { type, n: row.times }) : isNamed ? type : "");
  return { key: row.id, name: isNamed ? row.events.join(", ") : type, about, state: postWord(row.state), at: row.at, onOpen };
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
