/** Settings, Import: the files that came in, how far each is, and a button for the next. */
import { Button } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { number } from "@/lib/format";
import type { Import } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { Ago } from "@/ui/moment";
import { Panel } from "@/ui/panel";
import { SectionHead } from "@/ui/settings-frame";
import { SimpleTable } from "@/ui/simple-table";
import { Coming, Empty, Wrong } from "@/ui/states";
import classes from "./imports.module.css";
import { NewImport } from "./new-import";
import { importsQuery, useHearImports } from "./use-imports";
import { kindWord, stateWord } from "./words";

export function ImportsSection() {
  const list = useInfiniteQuery(importsQuery);
  const [adding, setAdding] = useState(false);
  useHearImports();
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const add = (
    <Button leftSection={<IconUpload size={15} aria-hidden="true" />} onClick={() => setAdding(true)}>
      {t("Import a file")}
    </Button>
  );
  return (
    <>
      <SectionHead title={t("Import")} action={rows.length > 0 && add}>
        {t("Customers, contacts and events from CSV files. Rows are the past: they teach the record, and nobody is written to because of them.")}
      </SectionHead>
      {list.isPending && <Coming what={t("Reading the imports")} rows={3} />}
      {list.isError && rows.length === 0 && <Wrong what={t("The imports did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && (
        <Empty title={t("No file has come in yet")} action={add}>
          {t("Bring your customers along: export a list from your CRM or a spreadsheet as CSV, and say here what its columns are. Nothing is taken before you have seen it checked.")}
        </Empty>
      )}
      {rows.length > 0 && (
        <Panel title={t("Files")} flush>
          <SimpleTable label={t("Files")} rows={rows} keyOf={(row) => String(row.id)} none="" columns={columns()} />
          {list.hasNextPage && (
            <div className={classes.more}>
              <Button variant="subtle" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
                {t("Show earlier")}
              </Button>
            </div>
          )}
        </Panel>
      )}
      {adding && <NewImport onClose={() => setAdding(false)} />}
    </>
  );
}

function columns() {
  return [
    {
      key: "file",
      head: t("File"),
      cut: true,
      cell: (row: Import) => (
        <div className={classes.file}>
          <Link to="/settings/import/$id" params={{ id: row.id }} className="strong cut" title={row.file_name}>
            {row.file_name}
          </Link>
          <span className="quiet small cut">{row.made_by ? t("{kind}, by {name}", { kind: kindWord(row.kind), name: row.made_by }) : kindWord(row.kind)}</span>
        </div>
      ),
    },
    { key: "state", head: t("State"), cell: (row: Import) => <State row={row} /> },
    { key: "taken", head: t("Taken in"), end: true, cell: (row: Import) => <span className="num">{number(row.taken)}</span> },
    { key: "refused", head: t("Refused"), end: true, wideOnly: true, cell: (row: Import) => <span className="num">{number(row.started_at ? row.refused : row.bad)}</span> },
    { key: "at", head: t("Sent"), end: true, wideOnly: true, cell: (row: Import) => <Ago at={row.made_at} /> },
  ];
}

function State({ row }: { row: Import }) {
  const { text, tone } = stateWord(row.state);
  const isUnderWay = row.state === "checking" || row.state === "running";
  return <StateChip tone={tone}>{isUnderWay ? t("{state}, {share} %", { state: text, share: Math.floor(row.share * 100) }) : text}</StateChip>;
}
