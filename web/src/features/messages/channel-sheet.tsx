/** One channel: how it is doing, how it sends, a test of it, and what did not arrive. */
import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { moment, number } from "@/lib/format";
import type { ChannelSetUp } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
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
import { channelWord, setUpQuery, useReplay, useResume } from "./use-channels";
import { messagesQuery } from "./use-messages";

export function ChannelSheet({ name, outcome, onClose }: { name: string | null; outcome?: string | undefined; onClose: () => void }) {
  const query = useQuery({ ...setUpQuery(name ?? ""), enabled: name !== null });
  return (
    <SideSheet opened={name !== null} onClose={onClose} title={query.data?.label ?? name ?? ""} size={620}>
      {query.isLoading && <Coming what={t("Reading the channel")} rows={5} />}
      {query.isError && !query.data && <Wrong what={t("The channel did not load.")} error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <div className={classes.sheet}>
          <p className="quiet" style={{ margin: 0 }}>
            {query.data.about}
          </p>
          <ConnectedOrNot outcome={outcome} />
          {trouble(query.data) && <Trouble channel={query.data} />}
          <Facts facts={facts(query.data)} />
          {query.data.name === "email" && (
            <p className="quiet" style={{ margin: 0 }}>
              {t("A mail server (SMTP), or the mailbox on screen, is chosen under E-mail.")} <Link to="/settings/email">{t("Open E-mail")}</Link>
            </p>
          )}
          <ChannelSetupForm key={`${query.data.name}:${query.data.transport}`} now={query.data} onGone={onClose} />
          <Dead channel={query.data} />
        </div>
      )}
    </SideSheet>
  );
}

function Trouble({ channel }: { channel: ChannelSetUp }) {
  const resume = useResume(channel.name);
  return (
    <div className={classes.why}>
      {trouble(channel)}
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

function trouble({ health }: ChannelSetUp): string | null {
  if (health.rests && health.rests_until) return t("It rests until {moment}: {why}", { moment: moment(health.rests_until), why: health.rests });
  if (health.failure && health.failed_at && (!health.sent_at || health.failed_at > health.sent_at)) return t("Failed last {moment}: {why}", { moment: moment(health.failed_at), why: health.failure });
  return null;
}

function facts(channel: ChannelSetUp) {
  const { health } = channel;
  const { word, tone } = channelWord(channel);
  return [
    { key: "state", label: t("State"), value: <StateChip tone={tone}>{word}</StateChip> },
    { key: "last", label: t("Last sent"), value: health.sent_at ? <Ago at={health.sent_at} /> : t("never") },
    { key: "sent", label: t("Sent, 24 h"), value: <span className="num">{number(health.sent_24h)}</span> },
    { key: "waiting", label: t("Waiting"), value: <span className="num">{number(health.waiting)}</span> },
    { key: "failures", label: t("Failures in a row"), value: <span className="num">{number(health.failures)}</span> },
    ...(health.failed_at ? [{ key: "failed", label: t("Last failure"), value: <Moment at={health.failed_at} /> }] : []),
    ...(channel.window_hours ? [{ key: "window", label: t("May answer for"), value: t("{n} hours after their last message", { n: channel.window_hours }) }] : []),
    ...(channel.hook ? [{ key: "hook", label: t("Reports go to"), value: <span className={classes.hook}>{channel.hook}</span> }] : []),
  ];
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
      {list.isSuccess && rows.length === 0 && <p className="quiet">{t("Everything that left has arrived, as far as anybody says.")}</p>}
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
