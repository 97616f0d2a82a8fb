/** All customers: search, filters, a table of any length, and what can be done with several at once. */
import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { useKeys } from "@/lib/keys";
import { useCan } from "@/lib/session";
import type { OwnField } from "@/lib/shapes";
import { t } from "@/lib/t";
import { ExportMenu } from "@/ui/export-menu";
import { HintBar, PageHead } from "@/ui/page";
import { RowTable } from "@/ui/row-table";
import { Coming, Empty, NothingMatches, Wrong } from "@/ui/states";
import { AddCustomer } from "./add-customer";
import { BulkBar } from "./bulk-bar";
import { ColumnMenu } from "./column-menu";
import { columnChoices, customerColumns, USUAL } from "./customer-columns";
import { CustomerFilters } from "./customer-filters";
import { CustomerLine } from "./customer-line";
import { type CustomerFilter, exported, useCustomers } from "./use-customers";
import { usePicked } from "./use-picked";
import { ownFieldsQuery } from "./use-views";
import { useView, ViewMenu } from "./view-menu";
import { rememberWalk } from "./walk";

const CHOSEN = "perennia.columns";
type Props = { filter: CustomerFilter; onFilter: (filter: CustomerFilter) => void };

export function CustomersPage({ filter, onFilter }: Props) {
  const mayWrite = useCan("customer.write");
  const [adding, add] = useDisclosure(false);
  useKeys({ c: () => mayWrite && add.open() });
  const [columns, setColumns] = useColumns(filter);
  const own = (useQuery(ownFieldsQuery).data?.items ?? []).filter(({ subject }) => subject === "customer");
  const seesRevenue = useCan("revenue.read");
  const shown = columns ?? USUAL;
  const addButton = mayWrite && (
    <Button leftSection={<IconPlus size={15} aria-hidden="true" />} onClick={add.open}>
      {t("Add a customer")}
    </Button>
  );
  return (
    <>
      <PageHead
        title={t("Customers")}
        actions={
          <>
            <ColumnMenu choices={columnChoices(seesRevenue, own)} chosen={shown} onChange={setColumns} />
            <ExportMenu hrefs={{ csv: exported(filter, "csv"), json: exported(filter, "json") }} />
            {addButton}
          </>
        }
      />
      <CustomerFilters filter={filter} onFilter={onFilter} views={<ViewMenu filter={filter} columns={columns} onFilter={onFilter} />} />
      <CustomerRows filter={filter} onFilter={onFilter} shown={shown} own={own} />
      {adding && <AddCustomer onClose={add.close} />}
    </>
  );
}

/** The columns of the view that is open, else those chosen on this browser; changed ones hold until another view is opened. */
function useColumns(filter: CustomerFilter): [string[] | null, (columns: string[] | null) => void] {
  const view = useView(filter);
  const [own, setOwn] = useState<string[] | null>(() => JSON.parse(localStorage.getItem(CHOSEN) ?? "null") as string[] | null);
  const [changed, setChanged] = useState<{ view: string; columns: string[] | null } | null>(null);
  if (filter.view === undefined || !view) {
    const keep = (columns: string[] | null) => {
      localStorage.setItem(CHOSEN, JSON.stringify(columns));
      setOwn(columns);
    };
    return [own, keep];
  }
  const columns = changed?.view === filter.view ? changed.columns : view.columns.length > 0 ? view.columns : null;
  return [columns, (next) => setChanged({ view: filter.view ?? "", columns: next })];
}

type RowProps = Props & { shown: string[]; own: OwnField[] };

function CustomerRows({ filter, onFilter, shown, own }: RowProps) {
  const list = useCustomers(filter);
  const { rows, total, fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const [cursor, setCursor] = useState(-1);
  const picked = usePicked(rows, cursor);
  const navigate = useNavigate();
  const open = useCallback(() => rememberWalk(rows.map(({ id }) => id), total), [rows, total]);
  const seesRevenue = useCan("revenue.read");
  const columns = useMemo(() => customerColumns({ seesRevenue, filter, onFilter, picked, onOpen: open, shown, own }), [seesRevenue, filter, onFilter, picked, open, shown, own]);
  useKeys({
    Enter: () => {
      const row = rows[cursor];
      if (!row) return;
      open();
      void navigate({ to: "/customers/$id", params: { id: row.id } });
    },
  });
  if (list.isPending) return <Coming what={t("Reading the customers")} rows={10} />;
  if (list.isError && rows.length === 0) return <Wrong what={t("The customers did not load.")} error={list.error} onRetry={() => void list.refetch()} />;
  if (rows.length === 0) return isNarrowed(filter) ? <NothingMatches title={t("No customer matches.")} onClear={() => onFilter(onlySort(filter))} /> : <NoCustomers />;
  return (
    <>
      <RowTable
        rows={rows}
        columns={columns}
        keyOf={(row) => String(row.id)}
        label={t("Customers")}
        total={total}
        cursor={cursor}
        onCursor={setCursor}
        isMarked={(row) => picked.has(row.id)}
        phone={(row) => <CustomerLine customer={row} onOpen={open} />}
        onNearEnd={hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : undefined}
      />
      {picked.ids.length > 0 ? <BulkBar picked={picked} filter={filter} total={total} /> : <Foot total={total} drawn={rows.length} coming={isFetchingNextPage} />}
    </>
  );
}

function Foot({ total, drawn, coming }: { total: number; drawn: number; coming: boolean }) {
  const hints = [
    { keys: ["J", "K"], text: t("move") },
    { keys: ["↵"], text: t("open") },
    { keys: ["X"], text: t("select") },
    { keys: ["/"], text: t("search") },
  ];
  return (
    <HintBar hints={hints}>
      <span className="num" role="status">
        {coming ? t("{n} customers, reading on after {drawn}", { n: total, drawn }) : t("{n} customers", { n: total })}
      </span>
    </HintBar>
  );
}

/** The head has the button to add one by hand; here stands the way to let them come by themselves. */
function NoCustomers() {
  const maySetUp = useCan("key.manage");
  const action = maySetUp && (
    <Button variant="default" component={Link} to="/settings/sources">
      {t("New source")}
    </Button>
  );
  return (
    <Empty title={t("No customers yet")} action={action}>
      {t("They appear by themselves as soon as your product sends its first identify or group call. You can also add one by hand.")}
    </Empty>
  );
}

function isNarrowed(filter: CustomerFilter): boolean {
  return Object.keys(onlySort(filter)).length < Object.keys(filter).length;
}

function onlySort({ sort, view }: CustomerFilter): CustomerFilter {
  return { ...(sort ? { sort } : {}), ...(view ? { view } : {}) };
}
