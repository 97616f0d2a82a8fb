/** A customer in two lines, as a phone lists it. */
import { Link } from "@tanstack/react-router";
import { called, money, number } from "@/lib/format";
import type { Customer } from "@/lib/shapes";
import { t } from "@/lib/t";
import { CustomerFace } from "@/ui/faces";
import { LastSeen } from "./customer-columns";
import classes from "./customers.module.css";

export function CustomerLine({ customer, onOpen }: { customer: Customer; onOpen: () => void }) {
  const facts = [customer.value ? money(customer.value) : undefined, customer.plan, t("{n} contacts", { n: customer.contacts }), customer.inactive ? t("Inactive") : undefined];
  return (
    <div className={classes.line}>
      <CustomerFace name={customer.name} size={32} />
      <div className={classes.words}>
        <Link to="/customers/$id" params={{ id: customer.id }} onClick={onOpen} className={`${classes.link ?? ""} cut`} data-row-link>
          {called(customer.name)}
        </Link>
        <span className="quiet small cut">{facts.filter(Boolean).join(" · ")}</span>
      </div>
      <div className={classes.words} style={{ flex: "none", textAlign: "end" }}>
        <span>
          <span className="quiet small">{t("Score")}</span> <span className="num strong">{number(customer.score)}</span>
        </span>
        <span className="quiet small">
          <LastSeen row={customer} />
        </span>
      </div>
    </div>
  );
}
