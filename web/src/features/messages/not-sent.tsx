/** Messages that wait, were held or failed: each with its reason, failed ones with a second chance. */
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { t } from "@/lib/t";
import { FilterBar, PageBody } from "@/ui/page";
import { Panel } from "@/ui/panel";
import { SearchField } from "@/ui/search-field";
import { Coming, Empty, NothingMatches, Wrong } from "@/ui/states";
import { MessageRow } from "./message-row";
import { MessageSheet } from "./message-sheet";
import classes from "./messages.module.css";
import { messagesQuery } from "./use-messages";

export type NotSentView = "waiting" | "held" | "failed" | "unknown";

const STATES: Record<NotSentView, string> = { waiting: "queued", held: "held", failed: "failed", unknown: "unknown" };

export function NotSent({ view }: { view: NotSentView }) {
  const [q, setQ] = useState("");
  const [opened, setOpened] = useState<string | null>(null);
  const list = useInfiniteQuery(messagesQuery({ state: STATES[view], q }));
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const words = said(view);
  return (
    <>
      <FilterBar label={t("Filters")}>
        <SearchField value={q} onSearch={setQ} label={t("Search the messages")} />
      </FilterBar>
      <PageBody label={t("Messages")}>
        <Panel title={words.title} aside={words.about} flush>
          {list.isPending && <Coming what={t("Reading the messages")} />}
          {list.isError && rows.length === 0 && <Wrong what={t("The messages did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
          {list.isSuccess && rows.length === 0 && (q ? <NothingMatches title={t("No message matches.")} onClear={() => setQ("")} /> : <Empty title={words.none} />)}
          <ul className={classes.list}>
            {rows.map((message) => (
              <MessageRow key={message.id} message={message} onOpen={() => setOpened(message.id)} />
            ))}
          </ul>
          {list.hasNextPage && (
            <div className={classes.more}>
              <Button variant="subtle" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
                {t("Show earlier")}
              </Button>
            </div>
          )}
        </Panel>
      </PageBody>
      <MessageSheet id={opened} onClose={() => setOpened(null)} />
    </>
  );
}

function said(view: NotSentView): { title: string; about: string; none: string } {
  return {
    waiting: { title: t("Waiting"), about: t("sent as soon as the reason has passed"), none: t("No message waits.") },
    held: { title: t("Held"), about: t("will not be sent; the reason is final"), none: t("No message was held.") },
    failed: { title: t("Failed"), about: t("you decide whether to send again"), none: t("No message failed.") },
    unknown: { title: t("Not known"), about: t("cut off midway; the machine does not repeat it"), none: t("The fate of every message is known.") },
  }[view];
}
