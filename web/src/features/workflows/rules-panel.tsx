/** Every rule that brings points: for what, to whom, how many. */
import { NumberInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Scoring } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { type SimpleColumn, SimpleTable } from "@/ui/simple-table";
import classes from "./scoring.module.css";
import type { Typed } from "./scoring-section";

type Rule = Scoring["rules"][number];
type Props = { scoring: Scoring; typed: Typed; onType: (typed: Typed) => void; may: boolean };

export function RulesPanel({ scoring, typed, onType, may }: Props) {
  const type = (key: string, points: number) => onType({ ...typed, rules: { ...typed.rules, [key]: points } });
  return (
    <Panel title={t("Points")} flush>
      <SimpleTable label={t("Points")} rows={scoring.rules} keyOf={keyOf} none={t("No workflow adds to a score.")} columns={columns(typed, type, may)} />
    </Panel>
  );
}

function keyOf(rule: Rule): string {
  return `${rule.workflow.key} ${rule.step}`;
}

function columns(typed: Typed, type: (key: string, points: number) => void, may: boolean): SimpleColumn<Rule>[] {
  return [
    {
      key: "for",
      head: t("For"),
      cut: true,
      cell: (rule) => (
        <span className={classes.rule}>
          <span className="strong">{rule.reason}</span>
          <Link to="/workflows/$key" params={{ key: rule.workflow.key }} search={true} className={`${classes.of ?? ""} cut`}>
            {rule.is_on ? rule.workflow.name : t("{name}, switched off", { name: rule.workflow.name })}
          </Link>
        </span>
      ),
    },
    { key: "whose", head: t("Whose"), wideOnly: true, cell: (rule) => (rule.subject === "customer" ? t("the customer's") : t("the contact's")) },
    { key: "came", head: t("As it came"), end: true, wideOnly: true, cell: (rule) => <span className="num quiet">{rule.shipped === null ? t("your own") : rule.shipped}</span> },
    {
      key: "points",
      head: t("Points"),
      end: true,
      cell: (rule) => (
        <NumberInput
          aria-label={t("Points for {reason}", { reason: rule.reason })}
          value={typed.rules[keyOf(rule)] ?? rule.points}
          onChange={(value) => type(keyOf(rule), typeof value === "number" ? value : rule.points)}
          min={-100_000}
          max={100_000}
          allowDecimal={false}
          hideControls
          disabled={!may}
          className={classes.points}
        />
      ),
    },
  ];
}
