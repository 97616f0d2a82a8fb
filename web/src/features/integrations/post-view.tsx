/** One post: what came of it and why, and its body. */
import { Button } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { number } from "@/lib/format";
import { at } from "@/lib/http";
import type { Connection, ReceivedPostRecord } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { JsonBody } from "@/ui/json-body";
import { Moment } from "@/ui/moment";
import { Facts } from "@/ui/panel";
import { Coming, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import classes from "./integrations.module.css";
import { postQuery, postWord, sendPost, useConnectionChange } from "./use-integrations";

export function PostView({ connection, post, onBack }: { connection: Connection; post: number; onBack: () => void }) {
  const query = useQuery(postQuery(connection.id, post));
  return (
    <div className={classes.sheet}>
      <div className={classes.actions}>
        <Button variant="subtle" leftSection={<IconArrowLeft size={15} aria-hidden="true" />} onClick={onBack}>
          {t("All posts")}
        </Button>
        {query.data && query.data.state !== "refused" && <Again connection={connection} post={post} />}
      </div>
      {query.isPending && <Coming what={t("Reading the post")} />}
      {query.isError && !query.data && <Wrong what={t("The post did not load.")} error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Parts post={query.data} />}
    </div>
  );
}

function Again({ connection, post }: { connection: Connection; post: number }) {
  const again = useConnectionChange(() => sendPost<ReceivedPostRecord>(at`/${connection.id}/posts/${post}/again`));
  const done = { onSuccess: (row: ReceivedPostRecord) => say(t("Worked again: {state}", { state: postWord(row.state).word })), onError: (error: Error) => warn(reason(error)) };
  return (
    <Button onClick={() => again.mutate(undefined, done)} loading={again.isPending}>
      {t("Work it again")}
    </Button>
  );
}

function Parts({ post }: { post: ReceivedPostRecord }) {
  const { word, tone } = postWord(post.state);
  return (
    <>
      {post.reason && <p className={classes.why}>{post.reason}</p>}
      <Facts
        facts={[
          { key: "state", label: t("State"), value: <StateChip tone={tone}>{word}</StateChip> },
          ...(post.type ? [{ key: "type", label: t("Their name of it"), value: post.type }] : []),
          { key: "events", label: t("Our events"), value: post.events.length > 0 ? post.events.join(", ") : t("none"), missing: post.events.length === 0 },
          { key: "at", label: t("Received"), value: <Moment at={post.at} /> },
          { key: "times", label: t("Sent"), value: post.times === 1 ? t("once") : t("{n} times, taken once", { n: post.times }) },
          { key: "size", label: t("Size"), value: <span className="num">{t("{n} bytes", { n: number(post.size) })}</span> },
        ]}
      />
      <section>
        <h3 className={classes.heading}>{t("Body")}</h3>
        {post.state === "refused" ? <p className="quiet">{t("What is not believed is not kept.")}</p> : <JsonBody body={post.body} />}
      </section>
    </>
  );
}
