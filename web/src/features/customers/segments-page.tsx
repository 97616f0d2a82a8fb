/** All segments: what each means in words, and how many are in it. */
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { number } from "@/lib/format";
import { useKeys } from "@/lib/keys";
import { useCan } from "@/lib/session";
import type { Segment } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FilterChip, StateChip } from "@/ui/chips";
import { FilterBar, HintBar, PageBody, PageHead } from "@/ui/page";
import { Coming, Empty, Wrong } from "@/ui/states";
import { useRowWalk } from "@/ui/use-row-walk";
import classes from "./segments.module.css";
import { segmentsQuery } from "./use-segments";

type Props = { archived: boolean; onArchived: (archived: boolean) => void };

export function SegmentsPage({ archived, onArchived }: Props) {
  const list = useQuery(segmentsQuery(archived));
  const mayEdit = useCan("segment.edit");
  const navigate = useNavigate();
  const region = useRowWalk();
  useKeys({ c: () => mayEdit && void navigate({ to: "/segments/new" }) });
  const rows = list.data?.items ?? [];
  const add = mayEdit && (
    <Button component={Link} to="/segments/new" leftSection={<IconPlus size={15} aria-hidden="true" />}>
      {t("New segment")}
    </Button>
  );
  return (
    <>
      <PageHead title={t("Segments")} actions={add} />
      <FilterBar label={t("Filters")}>
        <FilterChip on={!archived} onClick={() => onArchived(false)}>
          {t("In use")}
        </FilterChip>
        <FilterChip on={archived} onClick={() => onArchived(true)}>
          {t("Archived")}
        </FilterChip>
      </FilterBar>
      <PageBody label={t("Segments")} flush>
        {list.isPending && <Coming what={t("Reading the segments")} rows={6} />}
        {list.isError && rows.length === 0 && <Wrong what={t("The segments did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && rows.length === 0 && <NoSegments archived={archived} />}
        <div ref={region}>
          <ul className={classes.list}>
            {rows.map((row) => (
              <SegmentLine key={row.key} row={row} />
            ))}
          </ul>
        </div>
      </PageBody>
      <HintBar
        hints={[
          { keys: ["J", "K"], text: t("move") },
          { keys: ["↵"], text: t("open") },
          { keys: ["C"], text: t("create") },
        ]}
      >
        {list.isSuccess && <span className="num">{t("{n} segments", { n: rows.length })}</span>}
      </HintBar>
    </>
  );
}

function SegmentLine({ row }: { row: Segment }) {
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <span className={classes.first}>
          <Link to="/segments/$key" params={{ key: row.key }} className={`${classes.name ?? ""} cut`} title={row.name} data-row-link>
            {row.name}
          </Link>
          {row.subject === "contact" && <StateChip>{t("Contacts")}</StateChip>}
        </span>
        <span className="quiet small cut" title={row.summary}>
          {row.about || row.summary}
        </span>
      </div>
      <span className={classes.count}>
        <b className="num">{number(row.count)}</b>
        <span className="quiet small">{row.is_counting ? t("being counted") : row.subject === "contact" ? t("contacts|unit", { n: row.count }) : t("customers|unit", { n: row.count })}</span>
      </span>
    </li>
  );
}

function NoSegments({ archived }: { archived: boolean }) {
  if (archived) return <Empty title={t("Nothing is archived")}>{t("A segment nobody needs any more can be archived, and brought back.")}</Empty>;
  return <Empty title={t("No segment yet")}>{t("A segment is a saved condition that is always up to date: who is in it is looked after, written to and counted together.")}</Empty>;
}
