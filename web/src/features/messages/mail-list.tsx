/** Mail as list and reader side by side; on a phone the reader takes the whole page. */
import { Button } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { clsx } from "clsx";
import { useCallback, useState } from "react";
import { useKeys } from "@/lib/keys";
import { useLive } from "@/lib/live";
import { t } from "@/lib/t";
import { SearchField } from "@/ui/search-field";
import { Coming, Empty, NothingMatches, Wrong } from "@/ui/states";
import classes from "./mailbox.module.css";
import { MailReader } from "./mail-reader";
import { MailRow } from "./mail-row";
import { type Audience, mailboxQuery } from "./use-mailbox";

type Props = { audience: Audience; opened: string | undefined; onOpen: (id: string) => void; onClose: () => void };

export function MailList({ audience, opened, onOpen, onClose }: Props) {
  const [q, setQ] = useState("");
  const list = useInfiniteQuery(mailboxQuery(audience, q));
  const mails = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = list.data?.pages[0]?.total ?? 0;
  useFreshMail();
  const go = (step: number) => {
    const index = mails.findIndex(({ id }) => id === opened);
    const next = mails[Math.min(mails.length - 1, Math.max(0, index + step))];
    if (next) onOpen(next.id);
  };
  useKeys({ j: () => go(1), k: () => go(-1), ArrowDown: () => go(1), ArrowUp: () => go(-1), ...(opened === undefined ? {} : { Escape: onClose }) });
  return (
    <div className={clsx(classes.page, opened !== undefined && classes.reading)}>
      <div className={classes.side}>
        <div className={classes.search}>
          <SearchField value={q} onSearch={setQ} label={t("Search the mail")} width="100%" />
        </div>
        <div className={classes.scroll} role="region" aria-label={t("Mail")} tabIndex={0}>
          {list.isPending && <Coming what={t("Reading the mail")} />}
          {list.isError && mails.length === 0 && <Wrong what={t("The mail did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
          {list.isSuccess && mails.length === 0 && (q ? <NothingMatches title={t("No mail matches.")} onClear={() => setQ("")} /> : <NoMail />)}
          <ul className={classes.list}>
            {mails.map((mail) => (
              <MailRow key={mail.id} mail={mail} on={mail.id === opened} onOpen={() => onOpen(mail.id)} />
            ))}
          </ul>
          {list.hasNextPage && (
            <div className={classes.more}>
              <Button variant="subtle" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
                {t("Show earlier")}
              </Button>
            </div>
          )}
          {mails.length > 0 && <p className={clsx(classes.count, "num")}>{t("{n} mails", { n: total })}</p>}
        </div>
      </div>
      <div className={classes.reader}>{opened === undefined ? <p className={classes.choose}>{mails.length > 0 ? t("Choose a mail to read it.") : ""}</p> : <MailReader id={opened} onBack={onClose} />}</div>
    </div>
  );
}

function NoMail() {
  return <Empty title={t("No mail yet")}>{t("Workflows that are on deliver here, until a mail server is set up.")}</Empty>;
}

function useFreshMail(): void {
  const client = useQueryClient();
  useLive(
    "mailbox",
    useCallback(() => void client.invalidateQueries({ queryKey: ["mailbox"] }), [client]),
  );
}
