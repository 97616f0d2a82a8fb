/** Numbers of one's own, at the right of the queue; each opens what it counts. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { money, number } from "@/lib/format";
import { useSession } from "@/lib/session";
import type { TodayNumbers } from "@/lib/shapes";
import { t } from "@/lib/t";
import classes from "./today.module.css";
import { todayNumbersQuery } from "./use-today";

export function NumbersAside() {
  const { data } = useQuery(todayNumbersQuery);
  if (!data) return null;
  return (
    <div className={classes.aside} role="region" aria-label={t("Numbers of your own")} tabIndex={0}>
      <Book data={data} />
      <section>
        <h2 className={classes.title}>{t("My work")}</h2>
        <Line label={t("Done in seven days")} to="/tasks" search={{ whose: "mine", state: "done", sort: "-finished" }}>
          {number(data.done_week)}
        </Line>
        <Line label={t("On time, four weeks")}>{data.dated > 0 ? t("{n} %|percent", { n: Math.round((100 * data.on_time) / data.dated) }) : t("none was dated")}</Line>
      </section>
      {data.sent !== null && (
        <section>
          <h2 className={classes.title}>{t("Done without you today")}</h2>
          <Line label={t("Messages sent")}>{number(data.sent)}</Line>
          <Line label={t("Waiting for their moment")}>{number(data.waiting ?? 0)}</Line>
          <Line label={t("Held, each with its reason")}>{number(data.held ?? 0)}</Line>
        </section>
      )}
    </div>
  );
}

function Book({ data: { book } }: { data: TodayNumbers }) {
  const { member } = useSession();
  const owner = String(member.id);
  if (book.customers === 0) {
    return (
      <section>
        <h2 className={classes.title}>{t("My customers")}</h2>
        <p className={classes.none}>{t("No customer is yours yet.")}</p>
      </section>
    );
  }
  const parts = [
    { key: "active", label: t("Seen this week"), count: book.active, search: { owner } },
    { key: "quiet", label: t("Quiet for a week"), count: book.quiet, search: { owner, inactive: true } },
    { key: "never", label: t("Not seen yet"), count: Math.max(0, book.customers - book.active - book.quiet), search: { owner } },
  ];
  return (
    <section>
      <h2 className={classes.title}>
        {t("My customers")}
        <span className="num">{book.value ? t("{n}, {money} a year", { n: book.customers, money: money(book.value) }) : number(book.customers)}</span>
      </h2>
      <div className={classes.bar} aria-hidden="true">
        {parts.map(({ key, count }) => count > 0 && <i key={key} data-part={key} style={{ flexGrow: count }} />)}
      </div>
      {parts.map(({ key, label, count, search }) => (
        <Line key={key} part={key} label={label} to="/customers" search={search}>
          {number(count)}
        </Line>
      ))}
      {book.failing !== null && (
        <Line label={t("With a failed payment")} to="/customers" search={{ owner, tag: "Payment Failed" }}>
          {number(book.failing)}
        </Line>
      )}
    </section>
  );
}

type LineProps = { label: string; children: ReactNode; to?: string; search?: Record<string, unknown>; part?: string };

function Line({ label, children, to, search, part }: LineProps) {
  return (
    <p className={classes.number}>
      {part && <i className={classes.dot} data-part={part} aria-hidden="true" />}
      {to ? (
        <Link to={to} search={search as never}>
          {label}
        </Link>
      ) : (
        <span>{label}</span>
      )}
      <strong className="num">{children}</strong>
    </p>
  );
}
