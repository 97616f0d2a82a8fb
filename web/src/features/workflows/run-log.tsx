/** The run log: what each workflow did, in sentences, each with its reasons. */
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { RunLogEntry } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FilterMenu } from "@/ui/filter-menu";
import { Panel } from "@/ui/panel";
import { SearchField } from "@/ui/search-field";
import { Coming, NothingMatches, Wrong } from "@/ui/states";
import { RunLogList } from "./run-log-list";
import classes from "./run-log.module.css";
import { type LogScope, logQuery } from "./use-workflows";

type Props = { scope: LogScope; onEvent: ((id: string) => void) | undefined };

export function RunLog({ scope, onEvent }: Props) {
  const [q, setQ] = useState("");
  const [workflow, setWorkflow] = useState<string>();
  const list = useInfiniteQuery(logQuery(scope, { ...(workflow === undefined ? {} : { workflow }), ...(q ? { q } : {}) }));
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const ofCustomer = "customer" in scope;
  const entries = list.data?.pages.flatMap(({ items }) => (ofCustomer ? items : byTime(items))) ?? [];
  const fresh = entries.filter(({ workflow: one }) => !names.has(one.key));
  if (fresh.length > 0) setNames(new Map([...names, ...fresh.map(({ workflow: one }) => [one.key, one.name] as const)]));
  const narrowed = q !== "" || workflow !== undefined;
  const clear = () => {
    setQ("");
    setWorkflow(undefined);
  };
  return (
    <Panel title={t("Run log, with why")} aside={t("what each workflow did, and what it saw")} flush>
      {ofCustomer && (
        <div className={classes.filters}>
          <SearchField value={q} onSearch={setQ} label={t("Search the run log")} width={220} />
          <FilterMenu label={t("Workflow")} value={workflow} choices={[...names].map(([value, label]) => ({ value, label }))} onChange={setWorkflow} />
        </div>
      )}
      {list.isPending && <Coming what={t("Reading the run log")} />}
      {list.isError && entries.length === 0 && <Wrong what={t("The run log did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && entries.length === 0 && <NothingMatches title={narrowed ? t("No entry matches.") : t("No workflow has looked at this yet.")} onClear={narrowed ? clear : undefined} />}
      <RunLogList entries={entries} onEvent={onEvent} of={ofCustomer ? "customer" : "workflow"} />
      {list.hasNextPage && (
        <div className={classes.more}>
          <Button variant="subtle" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
            {t("Show earlier")}
          </Button>
        </div>
      )}
    </Panel>
  );
}

/** Customers are worked side by side, so the order in which lines were written is not quite that of the moments they tell. */
function byTime(entries: RunLogEntry[]): RunLogEntry[] {
  return entries.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at));
}
