/** Every version that was published: when, by whom, who still runs in it, what it changed; and a draft from it. */
import { Button } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { moment } from "@/lib/format";
import { at, get, send } from "@/lib/http";
import type { Draft, Page, WorkflowDetail, WorkflowVersion, WorkflowVersionRecord } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { PageBody } from "@/ui/page";
import { Panel } from "@/ui/panel";
import { Coming, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { OlderRuns } from "../older-runs";
import own from "./builder.module.css";
import { ChangeList } from "./change-list";
import type { DraftHand } from "./use-draft";

export function VersionsTab({ workflow, hand }: { workflow: WorkflowDetail; hand: DraftHand | null }) {
  const list = useInfiniteQuery({
    queryKey: ["workflow", workflow.key, "versions"],
    queryFn: ({ pageParam, signal }) => get<Page<WorkflowVersion>>(at`/api/workflows/${workflow.key}/versions`, { query: { cursor: pageParam, limit: 20 }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
  });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <PageBody label={t("Versions of {name}", { name: workflow.name })}>
      <div className={own.versions}>
        <Panel title={t("Versions")} aside={t("newest first")} flush>
          {list.isPending && <Coming what={t("Reading the versions")} rows={3} />}
          {list.isError && rows.length === 0 && <Wrong what={t("The versions did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
          {list.isSuccess && rows.length === 0 && <p className="quiet" style={{ padding: "0 14px" }}>{t("It was never published. The first version appears here.")}</p>}
          <ul className={own.rows}>
            {rows.map((row) => (
              <Version key={row.number} row={row} workflow={workflow} hand={hand} />
            ))}
          </ul>
          {list.hasNextPage && (
            <div style={{ padding: "8px 14px" }}>
              <Button variant="subtle" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
                {t("Show earlier")}
              </Button>
            </div>
          )}
        </Panel>
        <OlderRuns workflow={workflow} />
      </div>
    </PageBody>
  );
}

function Version({ row, workflow, hand }: { row: WorkflowVersion; workflow: WorkflowDetail; hand: DraftHand | null }) {
  const [open, setOpen] = useState(false);
  const newest = row.number === workflow.version;
  return (
    <li>
      <div className={own.version}>
        <span className="num strong">{t("Version {version}", { version: String(row.number) })}</span>
        <span className="quiet cut">
          {moment(row.published_at)} · {row.published_by || t("as it shipped")}
        </span>
        {newest && <StateChip tone={workflow.is_on ? "good" : "quiet"}>{workflow.is_on ? t("On|state") : t("Off|state")}</StateChip>}
        <span className="num quiet">{t("{n} under way", { n: row.running })}</span>
        {row.number > 1 && (
          <Button variant="subtle" size="compact-sm" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t("What it changed")}
          </Button>
        )}
        {hand && <Take number={row.number} workflow={workflow} hand={hand} />}
      </div>
      {open && <Differences number={row.number} workflow={workflow.key} />}
    </li>
  );
}

function Differences({ number, workflow }: { number: number; workflow: string }) {
  const found = useQuery({ queryKey: ["workflow", workflow, "version", number], queryFn: ({ signal }) => get<WorkflowVersionRecord>(at`/api/workflows/${workflow}/versions/${number}`, { signal }), staleTime: Infinity });
  if (found.isPending) return <Coming what={t("Comparing the versions")} rows={2} />;
  if (found.isError) return <Wrong what={t("The comparison did not load.")} error={found.error} onRetry={() => void found.refetch()} />;
  return <div style={{ padding: "0 14px 12px" }}>{found.data.changes.length > 0 ? <ChangeList changes={found.data.changes} /> : <p className="quiet">{t("It says the same as the one before.")}</p>}</div>;
}

function Take({ number, workflow, hand }: { number: number; workflow: WorkflowDetail; hand: DraftHand }) {
  const take = useMutation({
    mutationFn: async () => {
      const { revision } = await hand.settle();
      return send<Draft>("POST", at`/api/workflows/${workflow.key}/draft/from`, { revision, version: number });
    },
    onSuccess: (draft) => {
      const before = hand.definition;
      hand.adopt(draft);
      say(t("The draft is version {version}; publish it to use it", { version: String(number) }), () => hand.change(() => before));
    },
    onError: (error) => warn(reason(error)),
  });
  return (
    <Button variant="default" size="compact-sm" onClick={() => take.mutate()} loading={take.isPending}>
      {t("Begin a draft from it")}
    </Button>
  );
}
