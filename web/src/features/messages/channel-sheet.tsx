/** One channel: how it is doing, how it sends, a test of it, and what did not arrive. */
import { Button, CopyButton } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { ChannelSetUp } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { FigureStrip } from "@/ui/figure-strip";
import { Ago, Moment } from "@/ui/moment";
import { Facts } from "@/ui/panel";
import { SideSheet } from "@/ui/side-sheet";
import { Coming, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { ChannelSetupForm } from "./channel-setup-form";
import classes from "./channels.module.css";
import { ConnectedOrNot } from "./connect-account";
import { MessageRow } from "./message-row";
import { MessageSheet } from "./message-sheet";
import { channelTrouble, channelWord, setUpQuery, useReplay, useResume } from "./use-channels";
import { messagesQuery } from "./use-messages";

export function ChannelSheet({ name, outcome, onClose }: { name: string | null; outcome?: string | undefined; onClose: () => void }) {
  const query = useQuery({ ...setUpQuery(name ?? ""), enabled: name !== null });
  return (
    <SideSheet opened={name !== null} onClose={onClose} title={query.data?.label ?? name ?? ""} size={620}>
      {query.isLoading && <Coming what={t("Reading the channel")} rows={5} />}
      {query.isError && !query.data && <Wrong what={t("The channel did not load.")} error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <div className={classes.sheet}>
          <p className={classes.top}>
            <span>{query.data.about}</span>
            <StateChip tone={channelWord(query.data).tone}>{channelWord(query.data).word}</StateChip>
          </p>
          <ConnectedOrNot outcome={outcome} />
          {channelTrouble(query.data) && <Trouble channel={query.data} />}
          {hasWorked(query.data) && <Doing channel={query.data} />}
          {query.data.name === "email" && (
            <p className="quiet" style={{ margin: 0 }}>
              {t("A mail server (SMTP), or the mailbox on screen, is chosen under E-mail.")} <Link to="/settings/email">{t("Open E-mail")}</Link>
            </p>
          )}
          <ChannelSetupForm key={`${query.data.name}:${query.data.transport}`} now={query.data} onGone={onClose} />
          {query.data.hook && <Reports address={query.data.hook} />}
          {hasWorked(query.data) && <Dead channel={query.data} />}
        </div>
      )}
    </SideSheet>
  );
}

function Trouble({ channel }: { channel: ChannelSetUp }) {
  const resume = useResume(channel.name);
  return (
    <div className={classes.why}>
      <p className={classes.whatFails}>{channelTrouble(channel)}</p>
      {channel.health.state === "failing" && <p>{channel.health.dead > 0 ? t("Mend the settings below and send a test. What failed stands at the end; send it again from there.") : t("Mend the settings below and send a test.")}</p>}
      {channel.health.rests_until && (
        <div className={classes.foot}>
          <Button variant="default" size="compact-sm" loading={resume.isPending} onClick={() => resume.mutate(undefined, { onSuccess: () => say(t("It goes on now")), onError: (error) => warn(reason(error)) })}>
            {t("Let it go on")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** A channel nobody has set up has nothing to tell. */
function hasWorked({ is_set_up: isSetUp, health }: ChannelSetUp): boolean {
  return isSetUp || health.sent_24h + health.waiting + health.dead > 0 || health.sent_at !== null;
}

function Doing({ channel }: { channel: ChannelSetUp }) {
  const { health } = channel;
  const more = [
    ...(health.sent_at ? [{ key: "last", label: t("Last sent"), value: <Ago at={health.sent_at} /> }] : []),
    ...(health.failed_at ? [{ key: "failed", label: t("Last failure"), value: <Failure at={health.failed_at} why={health.state === "connected" ? health.failure : null} /> }] : []),
    ...(channel.window_hours ? [{ key: "window", label: t("May answer for"), value: t("{n} hours after their last message", { n: channel.window_hours }) }] : []),
  ];
  return (
    <>
      <FigureStrip
        figures={[
          { label: t("Sent, 24 h"), value: health.sent_24h },
          { label: t("Waiting"), value: health.waiting },
          { label: t("Not delivered"), value: health.dead, isBad: health.dead > 0 },
          { label: t("Failures in a row"), value: health.failures, isBad: health.failures > 0 },
        ]}
      />
      {more.length > 0 && <Facts facts={more} />}
    </>
  );
}

/** Its reason too, where nothing above says it. */
function Failure({ at, why }: { at: string; why: string | null }) {
  return (
    <>
      <Moment at={at} />
      {why && <span className="quiet">: {why}</span>}
    </>
  );
}

/** Where the provider has to post what became of messages. */
function Reports({ address }: { address: string }) {
  return (
    <section className={classes.reports}>
      <span className={classes.label}>{t("Reports come to")}</span>
      <div>
        <code>{address}</code>
        <CopyButton value={address}>
          {({ copied, copy }) => (
            <Button variant="default" size="compact-sm" onClick={copy}>
              {copied ? t("Copied") : t("Copy")}
            </Button>
          )}
        </CopyButton>
      </div>
      <span className="quiet small">{t("Enter it at the provider as its webhook, so that you see what arrived, bounced or was opened.")}</span>
    </section>
  );
}

/** What failed, and what nobody knows the fate of; those are decided one by one. */
function Dead({ channel }: { channel: ChannelSetUp }) {
  const [opened, setOpened] = useState<string | null>(null);
  const list = useInfiniteQuery(messagesQuery({ state: "undelivered", channel: channel.name }));
  const replay = useReplay(channel.name);
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const failed = rows.some(({ state }) => state === "failed");
  return (
    <section>
      <h3 className={classes.heading}>
        {t("Not delivered")}
        {failed && (
          <Button variant="default" size="compact-sm" loading={replay.isPending} onClick={() => replay.mutate(undefined, { onSuccess: ({ count }) => say(t("{n} messages wait to be sent again", { n: count })), onError: (error) => warn(reason(error)) })}>
            {t("Send all failed again")}
          </Button>
        )}
      </h3>
      {list.isSuccess && rows.length === 0 && <p className="quiet">{t("Nothing has failed here.")}</p>}
      {rows.length > 0 && (
        <ul className={classes.list}>
          {rows.map((message) => (
            <MessageRow key={message.id} message={message} onOpen={() => setOpened(message.id)} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button variant="subtle" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          {t("Show earlier")}
        </Button>
      )}
      <MessageSheet id={opened} onClose={() => setOpened(null)} />
    </section>
  );
}
