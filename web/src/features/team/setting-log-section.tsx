/** Settings, Changes: who changed what, when. */
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { get } from "@/lib/http";
import type { Page, SettingLine } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Moment } from "@/ui/moment";
import { Panel } from "@/ui/panel";
import { SectionHead } from "@/ui/settings-frame";
import { SimpleTable } from "@/ui/simple-table";
import { Coming, Wrong } from "@/ui/states";

export function SettingLogSection() {
  const log = useInfiniteQuery({
    queryKey: ["setting-log"],
    queryFn: ({ signal, pageParam }) => get<Page<SettingLine>>("/api/setting-log", { signal, query: { cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    staleTime: 0,
  });
  return (
    <>
      <SectionHead title={t("Changes of settings")}>{t("Who changed what, when, from what to what. Secrets are only said to be new.")}</SectionHead>
      <Panel title={t("Changes")} flush>
        {log.isPending && <Coming what={t("Reading the changes")} rows={5} />}
        {log.isError && <Wrong what={t("The changes did not load.")} error={log.error} onRetry={() => void log.refetch()} />}
        {log.data && (
          <SimpleTable
            label={t("Changes of settings")}
            rows={log.data.pages.flatMap((page) => page.items)}
            keyOf={(row) => String(row.id)}
            none={t("Nothing has been changed yet.")}
            columns={[
              { key: "at", head: t("When"), cell: (row: SettingLine) => <Moment at={row.at} /> },
              { key: "by", head: t("Who"), wideOnly: true, cell: (row) => row.by ?? t("an API key") },
              { key: "what", head: t("What"), cell: (row) => <What row={row} /> },
            ]}
          />
        )}
        {log.hasNextPage && (
          <Button variant="subtle" m="sm" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            {t("Show more")}
          </Button>
        )}
      </Panel>
    </>
  );
}

function What({ row }: { row: SettingLine }) {
  return (
    <span style={{ overflowWrap: "anywhere", whiteSpace: "normal" }}>
      <span className="strong">{`${row.area}, ${row.what.replaceAll("_", " ")}`}</span>{" "}
      <span className="quiet">{row.was ? t("from {was} to {now}", { was: row.was, now: row.now || t("nothing|value") }) : row.now}</span>
    </span>
  );
}
