/** The milestones with their scores. */
import { NumberInput } from "@mantine/core";
import type { Scoring } from "@/lib/shapes";
import { separators } from "@/lib/format";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import classes from "./scoring.module.css";
import type { Typed } from "./scoring-section";

type Props = { scoring: Scoring; typed: Typed; onType: (typed: Typed) => void; may: boolean };

export function MilestonesPanel({ scoring, typed, onType, may }: Props) {
  return (
    <Panel title={t("Milestones")} aside={t("of contacts")}>
      <div className={classes.milestones}>
        {scoring.milestones.map(({ name, score, shipped }) => (
          <NumberInput
            key={name}
            label={name}
            value={typed.milestones[name] ?? score}
            onChange={(value) => onType({ ...typed, milestones: { ...typed.milestones, [name]: typeof value === "number" ? value : score } })}
            min={1}
            max={1_000_000_000}
            allowDecimal={false}
            thousandSeparator={separators().thousand}
            disabled={!may}
            description={score === shipped ? undefined : t("as it came: {n}", { n: shipped })}
            inputWrapperOrder={["label", "input", "description"]}
          />
        ))}
      </div>
    </Panel>
  );
}
