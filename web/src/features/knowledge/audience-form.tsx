/** Whom it is for: everybody, or whom a condition holds for, counted while one writes; and in which language they read. */
import { SegmentedControl, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { called, number } from "@/lib/format";
import type { GuidanceRecord } from "@/lib/shapes";
import { languages, t } from "@/lib/t";
import { type AskedField, emptyGroup, fromTree, type Group, isWhole, toTree } from "@/ui/condition/condition";
import { ConditionEditor } from "@/ui/condition/condition-editor";
import { Coming, reason, Wrong } from "@/ui/states";
import classes from "./guidance.module.css";
import { contactFieldsQuery, useAudience } from "./use-guidance";

type Part = Partial<Pick<GuidanceRecord, "condition" | "language">>;
type Props = { condition: GuidanceRecord["condition"]; language: GuidanceRecord["language"]; onChange: (part: Part) => void; onWhole: (isWhole: boolean) => void };
const PAUSE = 350;

export function AudienceForm({ condition, language, onChange, onWhole }: Props) {
  const [tree, setTree] = useState<Group | null>(() => (Object.keys(condition).length > 0 ? fromTree(condition) : null));
  const fields = useQuery({ ...contactFieldsQuery, enabled: tree !== null });
  const known = (fields.data?.items ?? []) as AskedField[];
  const put = (next: Group | null) => {
    setTree(next);
    const whole = next === null || isWhole(next, known);
    onWhole(whole);
    if (whole) onChange({ condition: next === null ? {} : toTree(next) });
  };
  const whole = tree !== null && isWhole(tree, known);
  return (
    <div className={classes.fields}>
      <SegmentedControl aria-label={t("Whom it is for")} data={[{ value: "all", label: t("Everybody, visitors too") }, { value: "some", label: t("Whom a condition holds for") }]} value={tree === null ? "all" : "some"} onChange={(next) => put(next === "all" ? null : emptyGroup())} />
      {tree !== null && fields.isPending && <Coming what={t("Reading the fields")} rows={2} />}
      {tree !== null && fields.isError && <Wrong what={t("The fields did not load.")} error={fields.error} onRetry={() => void fields.refetch()} />}
      {tree !== null && fields.isSuccess && <ConditionEditor value={tree} onChange={put} fields={known} label={t("The condition")} />}
      {tree !== null && <Audience tree={tree} whole={whole} />}
      <Select label={t("Only for those who read")} data={[{ value: "", label: t("Any language") }, ...languages.map(({ key, name }) => ({ value: key, label: name }))]} value={language} allowDeselect={false} onChange={(next) => onChange({ language: (next ?? "") as GuidanceRecord["language"] })} />
    </div>
  );
}

function Audience({ tree, whole }: { tree: Group; whole: boolean }) {
  const [settled] = useDebouncedValue(JSON.stringify(whole ? toTree(tree) : null), PAUSE);
  const counted = useAudience(JSON.parse(settled) as Record<string, unknown> | null);
  if (!whole) return <p className="quiet small">{t("Finish the condition to see who it holds for.")}</p>;
  if (counted.isError) return <p className={classes.wrong}>{reason(counted.error)}</p>;
  if (!counted.data) return null;
  const { count, sample, summary } = counted.data;
  return (
    <div aria-live="polite">
      <p className={classes.big}>
        <b className="num">{number(count)}</b> {t("people now", { n: count })}
      </p>
      <p className="quiet small">{[summary, sample.map((one) => called(one.name)).join(", ")].filter(Boolean).join(" · ")}</p>
    </div>
  );
}
