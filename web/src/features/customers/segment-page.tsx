/** One segment: what it means, who is in it, and which workflows begin or end by it. */
import { Button } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconPencil, IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { called, number } from "@/lib/format";
import { Problem } from "@/lib/http";
import { useCan } from "@/lib/session";
import type { SegmentDetail, SegmentMember } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { Ago } from "@/ui/moment";
import { PageBody, PageHead } from "@/ui/page";
import { Facts, Panel } from "@/ui/panel";
import { SimpleTable } from "@/ui/simple-table";
import { Coming, Empty, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import classes from "./segments.module.css";
import { membersQuery, segmentQuery, useArchiveSegment } from "./use-segments";

export function SegmentPage({ id }: { id: string }) {
  const found = useQuery(segmentQuery(id));
  const segment = found.data;
  return (
    <>
      <PageHead title={segment?.name ?? t("Segment")} parent={{ label: t("Segments"), to: "/segments" }} actions={segment && <Actions segment={segment} />} isHeading />
      {segment && (
        <PageBody label={segment.name}>
          <div className={classes.columns}>
            <MembersPanel segment={segment} />
            <Meaning segment={segment} />
          </div>
        </PageBody>
      )}
      {found.isPending && <Coming what={t("Reading the segment")} />}
      {found.isError && !segment && (found.error instanceof Problem && found.error.status === 404 ? <Empty title={t("There is no such segment")}>{t("It may have another address now, or your role may not see it.")}</Empty> : <Wrong what={t("This segment did not load.")} error={found.error} onRetry={() => void found.refetch()} />)}
    </>
  );
}

function Actions({ segment }: { segment: SegmentDetail }) {
  const mayEdit = useCan("segment.edit");
  const archive = useArchiveSegment(segment.key);
  const turn = (archived: boolean) =>
    archive.mutate(archived, {
      onSuccess: () => say(archived ? t('Archived "{name}"', { name: segment.name }) : t('"{name}" is in use again', { name: segment.name }), () => turn(!archived)),
      onError: (error) => warn(reason(error)),
    });
  return (
    <>
      {segment.subject === "customer" && !segment.is_archived && (
        <Button variant="default" renderRoot={(props) => <Link {...props} to="/customers" search={{ segment: segment.key }} />} leftSection={<IconUsers size={15} aria-hidden="true" />} visibleFrom="sm">
          {t("Show as a list")}
        </Button>
      )}
      {mayEdit && (
        <>
          <Button variant="default" onClick={() => turn(!segment.is_archived)} loading={archive.isPending} leftSection={segment.is_archived ? <IconArchiveOff size={15} aria-hidden="true" /> : <IconArchive size={15} aria-hidden="true" />}>
            {segment.is_archived ? t("Bring back") : t("Archive")}
          </Button>
          {!segment.is_archived && (
            <Button renderRoot={(props) => <Link {...props} to="/segments/$key/edit" params={{ key: segment.key }} />} leftSection={<IconPencil size={15} aria-hidden="true" />}>
              {t("Edit")}
            </Button>
          )}
        </>
      )}
    </>
  );
}

function Meaning({ segment }: { segment: SegmentDetail }) {
  return (
    <div className={classes.side}>
      <Panel title={t("What it means")}>
        {segment.about && <p className={classes.about}>{segment.about}</p>}
        <p className={classes.summary}>{segment.summary}</p>
        <Facts
          facts={[
            { key: "count", label: segment.subject === "contact" ? t("Contacts in it") : t("Customers in it"), value: <span className="num">{number(segment.count)}</span> },
            { key: "changed", label: t("Changed"), value: <Ago at={segment.changed_at} /> },
            { key: "by", label: t("Made by"), value: segment.created_by ?? t("Perennia, to begin with"), missing: segment.created_by === null },
          ]}
        />
        {segment.is_counting && <p className="quiet small">{t("The new condition is being worked in. It moves people in and out and starts no workflow.")}</p>}
      </Panel>
      <Panel title={t("Workflows")}>
        {segment.workflows.length === 0 && <p className="quiet">{t("None begins or ends by this segment yet.")}</p>}
        <ul className={classes.plain}>
          {segment.workflows.map((key) => (
            <li key={key}>
              <Link to="/workflows/$key" params={{ key }}>
                {key}
              </Link>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}

function MembersPanel({ segment }: { segment: SegmentDetail }) {
  const list = useInfiniteQuery(membersQuery(segment.key));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isOfContacts = segment.subject === "contact";
  return (
    <Panel title={t("Who is in it")} aside={segment.is_archived ? <StateChip>{t("Archived")}</StateChip> : t("newest first")} flush>
      {list.isPending && <Coming what={t("Reading who is in it")} />}
      {list.isError && rows.length === 0 && <Wrong what={t("The members did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && (
        <SimpleTable
          label={t("Who is in it")}
          rows={rows}
          keyOf={(row) => String(row.id)}
          none={segment.is_counting ? t("Being counted…") : t("Nobody is in it now. They come by themselves once the condition holds.")}
          columns={[
            { key: "name", head: isOfContacts ? t("Contact|one person") : t("Customer"), cut: true, cell: (row: SegmentMember) => <MemberLink row={row} /> },
            ...(isOfContacts ? [{ key: "customer", head: t("Customer"), wideOnly: true, cut: true, cell: (row: SegmentMember) => called(row.customer) }] : []),
            { key: "since", head: t("In it since"), end: true, cell: (row) => (row.since ? <Ago at={row.since} /> : "") },
          ]}
        />
      )}
      {list.hasNextPage && (
        <div className={classes.more}>
          <Button variant="subtle" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
            {t("Show more")}
          </Button>
        </div>
      )}
    </Panel>
  );
}

function MemberLink({ row }: { row: SegmentMember }) {
  return (
    <Link to="/customers/$id" params={{ id: row.customer_id }} className="cut" title={row.name}>
      {called(row.name)}
    </Link>
  );
}
