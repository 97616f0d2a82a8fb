/** What people said about topics, and what holds for who never said anything. */
import { Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { number } from "@/lib/format";
import { get } from "@/lib/http";
import type { Conduct, Page, Topic } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { SimpleTable } from "@/ui/simple-table";
import { reason } from "@/ui/states";
import { warn } from "@/ui/toasts";
import { useChangeConduct } from "./use-conduct";

export function ConsentPanel({ now, may }: { now: Conduct; may: boolean }) {
  const topics = useQuery({ queryKey: ["topics"], queryFn: ({ signal }) => get<Page<Topic>>("/api/conduct/topics", { signal }) });
  const change = useChangeConduct();
  const turn = (said: Partial<Conduct>) => change.mutate(said, { onError: (error) => warn(reason(error)) });
  return (
    <Panel title={t("Topics and consent")} flush>
      {topics.data && (
        <SimpleTable
          label={t("Topics and consent")}
          rows={topics.data.items}
          keyOf={(row) => row.key}
          none=""
          columns={[
            { key: "topic", head: t("Topic"), cell: (row: Topic) => <TopicName topic={row} /> },
            { key: "given", head: t("Said yes"), end: true, cell: (row) => <span className="num">{number(row.given)}</span> },
            { key: "withdrawn", head: t("Unsubscribed"), end: true, cell: (row) => <span className="num">{number(row.withdrawn)}</span> },
          ]}
        />
      )}
      <div style={{ padding: 14, display: "grid", gap: 12 }}>
        <Switch disabled={!may} checked={now.unknown_consent} onChange={(event) => turn({ unknown_consent: event.currentTarget.checked })} label={t("Write to people who never said anything")} description={t("Off: they get account mail alone, until they say yes. Who unsubscribed is never written to about that topic.")} />
        <Switch disabled={!may} checked={now.follows_clicks} onChange={(event) => turn({ follows_clicks: event.currentTarget.checked })} label={t("Know which links are followed")} description={t("Links in letters lead over this Perennia.")} />
      </div>
    </Panel>
  );
}

function TopicName({ topic }: { topic: Topic }) {
  const names: Record<string, string> = { transactional: t("Account mail"), success: t("Tips and check-ins"), product_news: t("Product news"), surveys: t("Surveys") };
  return (
    <span>
      <span className="strong">{names[topic.key] ?? topic.key}</span>
      {!topic.can_be_left && <span className="quiet small"> {t("cannot be left")}</span>}
    </span>
  );
}
