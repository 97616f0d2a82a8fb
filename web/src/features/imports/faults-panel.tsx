/** Rows that cannot be taken: which, why, and the file of them to mend. */
import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { number } from "@/lib/format";
import { address } from "@/lib/http";
import type { ImportDetail, ImportFault } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { SimpleTable } from "@/ui/simple-table";
import { Coming, Wrong } from "@/ui/states";
import classes from "./imports.module.css";
import { faultsQuery } from "./use-imports";

export function FaultsPanel({ one }: { one: ImportDetail }) {
  const isTaking = one.started_at !== null;
  const many = isTaking ? one.refused : one.bad;
  const faults = useInfiniteQuery({ ...faultsQuery(one.id, `${isTaking ? "taken" : "checked"}${many}`), enabled: many > 0 });
  const rows = faults.data?.pages.flatMap(({ items }) => items) ?? [];
  if (many === 0) return null;
  return (
    <Panel
      title={isTaking ? t("{n} rows were refused", { n: many }) : t("{n} rows cannot be taken", { n: many })}
      aside={
        <Button variant="subtle" component="a" href={address(`/api/imports/${one.id}/refused`)} download title={t("The refused rows as they stood in the file, with the reason beside each")} leftSection={<IconDownload size={14} aria-hidden="true" />}>
          {t("Download them")}
        </Button>
      }
      flush
    >
      {faults.isPending && <Coming what={t("Reading the refused rows")} rows={3} />}
      {faults.isError && rows.length === 0 && <Wrong what={t("The refused rows did not load.")} error={faults.error} onRetry={() => void faults.refetch()} />}
      {rows.length > 0 && (
        <SimpleTable
          label={t("Refused rows")}
          rows={rows}
          keyOf={(row) => String(row.row)}
          none=""
          columns={[
            { key: "row", head: t("Row"), cell: (row: ImportFault) => <span className="num">{number(row.row)}</span> },
            { key: "reason", head: t("Reason"), cell: (row) => <span style={{ overflowWrap: "anywhere", whiteSpace: "normal" }}>{row.reason}</span> },
          ]}
        />
      )}
      {faults.hasNextPage && (
        <div className={classes.more}>
          <Button variant="subtle" onClick={() => void faults.fetchNextPage()} loading={faults.isFetchingNextPage}>
            {t("Show more")}
          </Button>
        </div>
      )}
    </Panel>
  );
}
