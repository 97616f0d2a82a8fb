/** What one was told, by kind and hour; what is unread stands out and is read with one press. */
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { clsx } from "clsx";
import { useState } from "react";
import { number } from "@/lib/format";
import type { Notice, NoticeGroup } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FilterChip, StateChip } from "@/ui/chips";
import { Ago } from "@/ui/moment";
import { SideSheet } from "@/ui/side-sheet";
import { Coming, Empty, NothingMatches, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import classes from "./bell.module.css";
import { bellQuery, useRead } from "./use-bell";

const AT_FIRST = 3;

export function BellList({ onClose }: { onClose: () => void }) {
  const [unread, setUnread] = useState(false);
  const list = useInfiniteQuery(bellQuery(unread));
  const groups = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const left = list.data?.pages[0]?.unread ?? 0;
  return (
    <SideSheet opened onClose={onClose} title={t("Notices")} size={460}>
      <div className={classes.bar}>
        <FilterChip on={!unread} onClick={() => setUnread(false)}>
          {t("All")}
        </FilterChip>
        <FilterChip on={unread} onClick={() => setUnread(true)} value={left > 0 ? number(left) : undefined}>
          {t("Unread")}
        </FilterChip>
        {left > 0 && <ReadAll />}
      </div>
      {list.isPending && <Coming what={t("Reading the notices")} rows={5} />}
      {list.isError && groups.length === 0 && <Wrong what={t("The notices did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && groups.length === 0 && <Nothing unread={unread} onClear={() => setUnread(false)} />}
      <ul className={classes.groups}>
        {groups.map((group) => (
          <Group key={`${group.kind} ${group.hour} ${String(group.ids[0])}`} group={group} onLeave={onClose} />
        ))}
      </ul>
      {list.hasNextPage && (
        <div className={classes.more}>
          <Button variant="subtle" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
            {t("Show earlier")}
          </Button>
        </div>
      )}
      <p className={classes.foot}>
        <Link to="/settings/notices" onClick={onClose}>
          {t("How you are told")}
        </Link>
      </p>
    </SideSheet>
  );
}

function Nothing({ unread, onClear }: { unread: boolean; onClear: () => void }) {
  if (unread) return <NothingMatches title={t("All is read.")} onClear={onClear} />;
  return <Empty title={t("Nothing to tell you yet")}>{t("What workflows tell the team, and what needs you, stands here as it happens.")}</Empty>;
}

function ReadAll() {
  const read = useRead();
  const undo = (ids: number[]) => () => read.mutate({ ids, is_read: false });
  const all = () =>
    read.mutate({ is_read: true }, { onSuccess: ({ ids }) => say(t("{n} notices are read", { n: ids.length }), undo(ids)), onError: (error) => warn(reason(error)) });
  return (
    <Button variant="subtle" size="compact-sm" className={classes.all} onClick={all} loading={read.isPending}>
      {t("Mark all as read")}
    </Button>
  );
}

function Group({ group, onLeave }: { group: NoticeGroup; onLeave: () => void }) {
  const [whole, setWhole] = useState(false);
  const read = useRead();
  const shown = whole ? group.notices : group.notices.slice(0, AT_FIRST);
  const turn = (ids: number[], is_read: boolean) => read.mutate({ ids, is_read }, { onError: (error) => warn(reason(error)) });
  return (
    <li className={classes.group}>
      <div className={classes.head}>
        <h3 className={classes.kind}>{group.name}</h3>
        {group.count > 1 && <span className="quiet small num">{number(group.count)}</span>}
        {group.notices[0]?.is_urgent && <StateChip tone="bad">{t("Urgent")}</StateChip>}
        <button type="button" className={classes.link} onClick={() => turn(group.ids, group.unread > 0)}>
          {group.unread > 0 ? t("Mark as read") : t("Mark as unread")}
        </button>
      </div>
      <ul className={classes.notices}>
        {shown.map((one) => (
          <One
            key={one.id}
            one={one}
            onOpen={() => {
              if (!one.is_read) turn([one.id], true);
              onLeave();
            }}
          />
        ))}
      </ul>
      {group.notices.length > shown.length && (
        <button type="button" className={classes.link} onClick={() => setWhole(true)}>
          {t("and {n} more", { n: group.count - shown.length })}
        </button>
      )}
    </li>
  );
}

function One({ one, onOpen }: { one: Notice; onOpen: () => void }) {
  return (
    <li className={clsx(classes.notice, !one.is_read && classes.unread)}>
      <span className={classes.text}>
        {!one.is_read && <span className="hidden-words">{t("Unread:")} </span>}
        {one.text}
      </span>
      <span className={classes.under}>
        <Ago at={one.at} />
        {one.customer && (
          <Link to="/customers/$id" params={{ id: one.customer.id }} onClick={onOpen} className="cut">
            {one.customer.name}
          </Link>
        )}
        {one.workflow && (
          <Link to="/workflows/$key" params={{ key: one.workflow.key }} onClick={onOpen} className="cut">
            {one.workflow.name}
          </Link>
        )}
      </span>
    </li>
  );
}
