/** The messages tab of a customer: everything written to them, with the fate of each. */
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { Coming, Empty, Wrong } from "@/ui/states";
import { MessageRow } from "./message-row";
import { MessageSheet } from "./message-sheet";
import classes from "./messages.module.css";
import { customerMessagesQuery } from "./use-messages";

export function CustomerMessages({ customer }: { customer: number }) {
  const list = useInfiniteQuery(customerMessagesQuery(customer));
  const [opened, setOpened] = useState<string | null>(null);
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Panel title={t("Messages")} aside={t("newest first")} flush>
      {list.isPending && <Coming what={t("Reading the messages")} />}
      {list.isError && rows.length === 0 && <Wrong what={t("The messages did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && <Empty title={t("No message yet")}>{t("Workflows for customers write here once they are switched on.")}</Empty>}
      <ul className={classes.list}>
        {rows.map((message) => (
          <MessageRow key={message.id} message={message} onOpen={() => setOpened(message.id)} showCustomer={false} />
        ))}
      </ul>
      {list.hasNextPage && (
        <div className={classes.more}>
          <Button variant="subtle" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
            {t("Show earlier")}
          </Button>
        </div>
      )}
      <MessageSheet id={opened} onClose={() => setOpened(null)} />
    </Panel>
  );
}
