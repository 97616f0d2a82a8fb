/** Settings, Notices: how this member is told of each kind of thing. Each choice holds at once. */
import { Select, Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { NoticeWish } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { SectionHead } from "@/ui/settings-frame";
import { type SimpleColumn, SimpleTable } from "@/ui/simple-table";
import { Coming, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import classes from "./bell.module.css";
import { OwnSlack } from "./own-slack";
import { useWish, wishesQuery } from "./use-bell";

export function NoticesSection() {
  const wishes = useQuery(wishesQuery);
  return (
    <>
      <SectionHead title={t("Notices")}>{t("How you, and only you, are told of what happens. What is urgent comes by mail at once, unless mail of its kind is off.")}</SectionHead>
      <Panel title={t("Kinds of notices")} flush>
        {wishes.isPending && <Coming what={t("Reading your choices")} rows={6} />}
        {wishes.isError && <Wrong what={t("Your choices did not load.")} error={wishes.error} onRetry={() => void wishes.refetch()} />}
        {wishes.data && <Table rows={wishes.data.items} hasSlack={wishes.data.has_slack} />}
      </Panel>
      {wishes.data && <OwnSlack isConnected={wishes.data.has_slack} />}
    </>
  );
}

function Table({ rows, hasSlack }: { rows: NoticeWish[]; hasSlack: boolean }) {
  const wish = useWish();
  const change = (was: NoticeWish, next: NoticeWish) =>
    wish.mutate(next, { onSuccess: () => say(t("{name}: changed", { name: next.name }), () => wish.mutate(was)), onError: (error) => warn(reason(error)) });
  const columns: SimpleColumn<NoticeWish>[] = [
    { key: "kind", head: t("Kind"), cell: (row) => <span className="strong">{row.name}</span> },
    {
      key: "app",
      head: t("In the bell"),
      cell: (row) => <Switch aria-label={t("{name}, in the bell", { name: row.name })} checked={row.in_app} onChange={(event) => change(row, { ...row, in_app: event.currentTarget.checked })} />,
    },
    {
      key: "mail",
      head: hasSlack ? t("By mail or Slack") : t("By mail"),
      cell: (row) => (
        <Select
          className={classes.wish ?? ""}
          aria-label={t("{name}, by mail", { name: row.name })}
          data={rhythms()}
          value={row.mail}
          allowDeselect={false}
          onChange={(mail) => mail && change(row, { ...row, mail: mail as NoticeWish["mail"] })}
        />
      ),
    },
    ...(hasSlack
      ? [
          {
            key: "by",
            head: t("Where"),
            cell: (row: NoticeWish) => <Select className={classes.wish ?? ""} aria-label={t("{name}, where", { name: row.name })} data={places()} value={row.by} allowDeselect={false} disabled={row.mail === "never"} onChange={(by) => by && change(row, { ...row, by: by as NoticeWish["by"] })} />,
          },
        ]
      : []),
  ];
  return <SimpleTable label={t("Kinds of notices")} rows={rows} keyOf={(row) => row.kind} none={t("No workflow tells the team anything yet.")} columns={columns} />;
}

function places(): { value: NoticeWish["by"]; label: string }[] {
  return [
    { value: "email", label: t("E-mail") },
    { value: "slack", label: t("Slack") },
  ];
}

function rhythms(): { value: NoticeWish["mail"]; label: string }[] {
  return [
    { value: "now", label: t("At once") },
    { value: "hourly", label: t("Once an hour") },
    { value: "daily", label: t("Each morning") },
    { value: "never", label: t("Never|mail") },
  ];
}
