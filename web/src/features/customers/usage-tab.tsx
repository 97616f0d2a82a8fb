/** The usage tab: the days as bars, each feature with its time, uses and first and last day. */
import { number, span } from "@/lib/format";
import type { CustomerDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Moment } from "@/ui/moment";
import { Panel } from "@/ui/panel";
import { SimpleTable } from "@/ui/simple-table";
import { UsageBars } from "./usage-panel";
import classes from "./customer-page.module.css";

type Use = CustomerDetail["features"][number];

export function UsageTab({ customer }: { customer: CustomerDetail }) {
  const features = customer.features.toSorted((a, b) => b.seconds - a.seconds);
  return (
    <div className={classes.column}>
      <Panel title={t("Events a day, 90 days")}>
        <UsageBars usage={customer.usage} height={140} />
      </Panel>
      <Panel title={t("Features")} flush>
        <SimpleTable
          label={t("Features")}
          rows={features}
          keyOf={(row) => row.feature}
          none={t("No feature used yet. Time on a feature comes with Feature Used events.")}
          columns={[
            { key: "feature", head: t("Feature"), cut: true, cell: (row: Use) => <span className="strong" title={row.feature}>{row.feature}</span> },
            { key: "time", head: t("Time"), end: true, cell: (row) => <span className="num">{span(row.seconds)}</span> },
            { key: "uses", head: t("Uses"), end: true, cell: (row) => <span className="num">{number(row.uses)}</span> },
            { key: "first", head: t("First"), end: true, wideOnly: true, cell: (row) => (row.first_at ? <Moment at={row.first_at} /> : t("not known")) },
            { key: "last", head: t("Last"), end: true, cell: (row) => (row.last_at ? <Moment at={row.last_at} /> : t("not known")) },
          ]}
        />
      </Panel>
    </div>
  );
}
