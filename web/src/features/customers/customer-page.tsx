/** One customer: who it is, six facts, and tabs; what other stations show is handed in by the route. */
import { Kbd } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { called } from "@/lib/format";
import { Problem } from "@/lib/http";
import { useKeys } from "@/lib/keys";
import type { CustomerDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { PageBody, PageHead } from "@/ui/page";
import { Coming, Empty, Wrong } from "@/ui/states";
import { type Tab, TabRow } from "@/ui/tab-row";
import { CustomerHead } from "./customer-head";
import classes from "./customer-page.module.css";
import { CustomerStrip } from "./customer-strip";
import { ParkedBanner } from "./parked-banner";
import { customerQuery, useFreshCustomer } from "./use-customer";
import { type Place, placeOf } from "./walk";

export type CustomerTab = "overview" | "usage" | "messages" | "log";
/** A part the role does not see is left out, and so is its tab. */
type Bodies = Partial<Record<CustomerTab, ((customer: CustomerDetail) => ReactNode) | undefined>>;
type Props = { id: number; tab: CustomerTab; onTab: (tab: CustomerTab) => void; bodies: Bodies };

export function CustomerPage({ id, tab, onTab, bodies }: Props) {
  const record = useQuery(customerQuery(id));
  const place = placeOf(id);
  useFreshCustomer(id);
  useWalkOn(place);
  const customer = record.data;
  const shown = tabs().filter(({ key }) => bodies[key]);
  return (
    <>
      <PageHead title={customer ? called(customer.name) : t("Customer")} parent={{ label: t("Customers"), to: "/customers" }} actions={place && <Where place={place} />} />
      {customer && (
        <PageBody label={called(customer.name)} flush key={id}>
          {customer.parked && <ParkedBanner id={id} parked={customer.parked} />}
          <CustomerHead customer={customer} />
          <CustomerStrip customer={customer} />
          <TabRow label={t("Parts of the record")} tabs={shown} value={tab} onChange={onTab} />
          <div className={classes.body} role="tabpanel" aria-label={shown.find(({ key }) => key === tab)?.label}>
            {bodies[tab]?.(customer)}
          </div>
        </PageBody>
      )}
      {record.isPending && <Coming what={t("Reading the record")} />}
      {record.isError && !customer && (isGone(record.error) ? <NoSuch /> : <Wrong what={t("This customer did not load.")} error={record.error} onRetry={() => void record.refetch()} />)}
    </>
  );
}

function tabs(): Tab<CustomerTab>[] {
  return [
    { key: "overview", label: t("Overview") },
    { key: "usage", label: t("Usage") },
    { key: "messages", label: t("Messages") },
    { key: "log", label: t("Run log") },
  ];
}

function Where({ place }: { place: Place }) {
  return (
    <span className={classes.where}>
      <span className="num">{t("{index} of {total}", { index: place.index + 1, total: place.total })}</span>
      <Kbd>{"J"}</Kbd>
      <Kbd>{"K"}</Kbd>
    </span>
  );
}

function useWalkOn(place: Place | null): void {
  const navigate = useNavigate();
  const go = (id: number | undefined) => {
    if (id !== undefined) void navigate({ to: "/customers/$id", params: { id }, search: true });
  };
  useKeys({
    j: () => go(place?.after),
    k: () => go(place?.before),
    Escape: () => void navigate({ to: "/customers" }),
  });
}

function isGone(error: Error): boolean {
  return error instanceof Problem && error.status === 404;
}

function NoSuch() {
  return <Empty title={t("There is no such customer")}>{t("It may have been merged into another one, or the address is cut short.")}</Empty>;
}
