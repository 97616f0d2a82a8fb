/** All customers: search, filters, a table of any length, and what can be done with several at once. */
import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { useKeys } from "@/lib/keys";
import { useCan } from "@/lib/session";
import { t } from "@/lib/t";
import { ExportMenu } from "@/ui/export-menu";
import { HintBar, PageHead } from "@/ui/page";
import { RowTable } from "@/ui/row-table";
import { Coming, Empty, NothingMatches, Wrong } from "@/ui/states";
import { AddCustomer } from "./add-customer";
import { BulkBar } from "./bulk-bar";
import { customerColumns } from "./customer-columns";
import { CustomerFilters } from "./customer-filters";
import { CustomerLine } from "./customer-line";
import { type CustomerFilter, exported, useCustomers } from "./use-customers";
import { usePicked } from "./use-picked";
import { rememberWalk } from "./walk";

type Props = { filter: CustomerFilter; onFilter: (filter: CustomerFilter) => void };

export function CustomersPage({ filter, onFilter }: Props) {
  const mayWrite = useCan("customer.write");
  const [adding, add] = useDisclosure(false);
  useKeys({ c: () => mayWrite && add.open() });
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
            <ExportMenu hrefs={{ csv: exported(filter, "csv"), json: exported(filter, "json") }} />
            {addButton}
          </>
        }
      />
      <CustomerFilters filter={filter} onFilter={onFilter} />
      <CustomerRows filter={filter} onFilter={onFilter} />
      {adding && <AddCustomer onClose={add.close} />}
    </>
  );
}

function CustomerRows({ filter, onFilter }: Props) {
  const list = useCustomers(filter);
  const { rows, total, fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const [cursor, setCursor] = useState(-1);
  const picked = usePicked(rows, cursor);
  const navigate = useNavigate();
  const open = useCallback(() => rememberWalk(rows.map(({ id }) => id), total), [rows, total]);
  const seesRevenue = useCan("revenue.read");
  const columns = useMemo(() => customerColumns({ seesRevenue, filter, onFilter, picked, onOpen: open }), [seesRevenue, filter, onFilter, picked, open]);
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
      {picked.ids.length > 0 ? <BulkBar picked={picked} /> : <Foot total={total} drawn={rows.length} coming={isFetchingNextPage} />}
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

function onlySort({ sort }: CustomerFilter): CustomerFilter {
  return sort ? { sort } : {};
}
