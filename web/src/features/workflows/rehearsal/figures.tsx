/** The sums of one side in a strip. */
import { number } from "@/lib/format";
import type { RehearsalSide } from "@/lib/shapes";
import { t } from "@/lib/t";
import classes from "./rehearsal.module.css";

export type Figure = { key: "entered" | "customers" | "sent" | "held" | "waiting" | "notices" | "tasks"; label: string };

export function figures(): Figure[] {
  return [
    { key: "entered", label: t("Entered") },
    { key: "customers", label: t("Customers") },
    { key: "sent", label: t("Sent") },
    { key: "held", label: t("Held back") },
    { key: "waiting", label: t("Still waiting") },
    { key: "notices", label: t("Notices") },
    { key: "tasks", label: t("Tasks") },
  ];
}

export function Figures({ side }: { side: RehearsalSide }) {
  return (
    <dl className={classes.figures}>
      {figures().map(({ key, label }) => (
        <div key={key} data-zero={side[key] === 0}>
          <dt>{label}</dt>
          <dd className="num">{number(side[key])}</dd>
        </div>
      ))}
    </dl>
  );
}
