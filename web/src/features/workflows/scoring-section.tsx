/** Settings, Scoring: what each rule brings and where milestones lie, with a look ahead before anything is saved. */
import { Button, Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useCan } from "@/lib/session";
import type { Scoring, ScoringChange } from "@/lib/shapes";
import { t } from "@/lib/t";
import { SectionHead } from "@/ui/settings-frame";
import { Coming, Wrong } from "@/ui/states";
import { say } from "@/ui/toasts";
import { HighValuePanel } from "./high-value-panel";
import { MilestonesPanel } from "./milestones-panel";
import { RecalculationLine } from "./recalculation-line";
import { RulesPanel } from "./rules-panel";
import classes from "./scoring.module.css";
import { ScoringAhead } from "./scoring-ahead";
import { scoringQuery, useScoringSave } from "./use-scoring";

export function ScoringSection() {
  const query = useQuery(scoringQuery);
  const scoring = query.data;
  return (
    <>
      <SectionHead title={t("Scoring")}>
        {t("Points are earned by what people do. Each rule here is a step of a workflow; milestones are where a score is worth a word.")}
      </SectionHead>
      {query.isPending && <Coming what={t("Reading the rules")} />}
      {query.isError && !scoring && <Wrong what={t("The rules did not load.")} error={query.error} onRetry={() => void query.refetch()} />}
      {scoring && <Edit scoring={scoring} />}
    </>
  );
}

/** What was typed and is not saved yet, by rule and by milestone. */
export type Typed = { rules: Record<string, number>; milestones: Record<string, number> };
const NOTHING: Typed = { rules: {}, milestones: {} };

function Edit({ scoring }: { scoring: Scoring }) {
  const may = useCan("workflow.edit");
  const [typed, setTyped] = useState<Typed>(NOTHING);
  const [again, setAgain] = useState(true);
  const save = useScoringSave(() => {
    setTyped(NOTHING);
    say(again ? t("Saved. Earlier points are counted anew.") : t("Saved"));
  });
  const change = changeOf(scoring, typed);
  const busy = scoring.recalculation !== null && scoring.recalculation.finished_at === null;
  const isChanged = change.rules.length + Object.keys(change.milestones).length > 0;
  return (
    <>
      {scoring.recalculation && <RecalculationLine recalculation={scoring.recalculation} />}
      <MilestonesPanel scoring={scoring} typed={typed} onType={setTyped} may={may} />
      <RulesPanel scoring={scoring} typed={typed} onType={setTyped} may={may} />
      {isChanged && (
        <div className={classes.bar} role="group" aria-label={t("Changes not saved yet")}>
          <ScoringAhead change={change} />
          <Checkbox checked={again} onChange={(event) => setAgain(event.currentTarget.checked)} label={t("Count earlier points anew, in silence: nobody is written to or told")} disabled={busy} />
          <div className={classes.buttons}>
            <Button variant="default" onClick={() => setTyped(NOTHING)}>
              {t("Discard")}
            </Button>
            <Button onClick={() => save.mutate({ ...change, recalculate: again && !busy })} loading={save.isPending}>
              {t("Save")}
            </Button>
          </div>
        </div>
      )}
      <HighValuePanel key={`${scoring.high_value.percent} ${scoring.high_value.amount ?? ""}`} highValue={scoring.high_value} may={may} />
    </>
  );
}

function changeOf(scoring: Scoring, typed: Typed): ScoringChange {
  const rules = scoring.rules
    .map((rule) => ({ workflow: rule.workflow.key, step: rule.step, points: typed.rules[`${rule.workflow.key} ${rule.step}`] ?? rule.points, was: rule.points }))
    .filter(({ points, was }) => points !== was)
    .map(({ workflow, step, points }) => ({ workflow, step, points }));
  const milestones = Object.fromEntries(scoring.milestones.map(({ name, score }) => [name, typed.milestones[name] ?? score, score] as const).filter(([, now, was]) => now !== was));
  return { rules, milestones };
}
