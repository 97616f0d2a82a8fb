/** The six facts under the name; each says what it means, and what is missing is said. */
import { Menu } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import type { ReactNode } from "react";
import { ago, day, daysUntil, money, number } from "@/lib/format";
import { useCan, useSession } from "@/lib/session";
import type { CustomerDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Ago } from "@/ui/moment";
import { say } from "@/ui/toasts";
import { Owner } from "./customer-columns";
import classes from "./customer-page.module.css";
import { subscriptionWord } from "./subscription-word";
import { useMayChange } from "./use-may-change";
import { change, useCustomerChange } from "./use-customer";
import { teamQuery } from "./use-team";

const SOON_DAYS = 45;

export function CustomerStrip({ customer }: { customer: CustomerDetail }) {
  const { value, seats, points } = customer;
  const seesRevenue = useCan("revenue.read");
  return (
    <dl className={classes.strip}>
      {seesRevenue && <Cell label={t("Value a year")} main={value && money(value)} below={customer.plan || t("plan not known")} />}
      {seesRevenue && <Renewal at={customer.renews_at} status={customer.subscription_status} />}
      <Cell label={t("Active in 28 days")} main={seats && <Seats seats={seats} />} below={seats?.total ? t("{n} % of the seats", { n: Math.round((100 * seats.active_28d) / seats.total) }) : t("seats not known")} />
      <Cell label={t("Score")} main={<span className="num">{number(points.total)}</span>} below={t("{own} own, {contacts} from contacts", { own: points.own, contacts: points.contacts })} />
      <Cell label={t("Last seen")} main={customer.last_seen_at && <Ago at={customer.last_seen_at} />} none={t("never")} below={t("{n} contacts", { n: customer.contacts })} />
      <div className={classes.fact}>
        <dt>{t("Owner")}</dt>
        <dd className={classes.main}>
          <OwnerMenu customer={customer} />
        </dd>
      </div>
    </dl>
  );
}

type CellProps = { label: string; main: ReactNode; none?: string; below?: ReactNode; tone?: string | undefined };

function Cell({ label, main, none, below, tone }: CellProps) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd className={clsx(classes.main, !main && classes.missing)}>{main || (none ?? t("not known"))}</dd>
      {below !== undefined && <dd className={clsx(classes.below, tone)} title={typeof below === "string" ? below : undefined}>{below}</dd>}
    </div>
  );
}

function Seats({ seats }: { seats: NonNullable<CustomerDetail["seats"]> }) {
  if (!seats.total) return <span className="num">{number(seats.active_28d)}</span>;
  return <span className="num">{t("{n} of {total}", { n: seats.active_28d, total: seats.total })}</span>;
}

function Renewal({ at, status }: { at: string | null; status: string | null }) {
  if (at === null) return <Cell label={t("Renews")} main={null} below={status === null ? t("no subscription known") : subscriptionWord(status)} />;
  const days = daysUntil(at);
  const tone = days < 0 ? classes.late : days < SOON_DAYS ? classes.soon : undefined;
  return <Cell label={t("Renews")} main={<span className="num">{day(at)}</span>} below={ago(at)} tone={tone} />;
}

function OwnerMenu({ customer }: { customer: CustomerDetail }) {
  const mayChange = useMayChange(customer);
  const mayTake = useCan("customer.write") && customer.owner === null;
  const { member: me } = useSession();
  const team = (useQuery({ ...teamQuery, enabled: mayChange || mayTake }).data?.items ?? []).filter((member) => mayChange || member.id === me.id);
  const { mutate } = useCustomerChange(customer.id);
  const set = (owner: { id: number; name: string } | null) => {
    const was = customer.owner;
    const done = () => say(t("{name} has this customer now", { name: owner?.name ?? t("Nobody") }), () => mutate(change.setOwner(customer.id, was)));
    mutate({ ...change.setOwner(customer.id, owner), done });
  };
  if (!mayChange && !mayTake) return <Owner row={customer} />;
  return (
    <Menu width={210}>
      <Menu.Target>
        <button type="button" className={classes.owner} aria-label={t("Owner: {name}. Change", { name: customer.owner?.name ?? t("Nobody") })}>
          <Owner row={customer} />
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: "auto" }}>
        {team.map((member) => (
          <Menu.Item key={member.id} onClick={() => set(member)} disabled={member.id === customer.owner?.id}>
            {member.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => set(null)} disabled={customer.owner === null}>
          {t("Nobody")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
