/** What each column is: guessed or remembered, beside some of what stands in it. */
import { Button } from "@mantine/core";
import { useState } from "react";
import type { ImportDetail, ImportMapping } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { reason } from "@/ui/states";
import { ColumnRow } from "./column-row";
import { CutPanel } from "./cut-panel";
import classes from "./imports.module.css";
import { ReadingOptions } from "./reading-options";
import { useAct } from "./use-imports";

export function MapColumns({ one, onMapped }: { one: ImportDetail; onMapped: () => void }) {
  const [mapping, setMapping] = useState<ImportMapping>(one.mapping);
  const act = useAct(one.id);
  const change = (column: number, to: Partial<ImportMapping["columns"][number]>) =>
    setMapping((was) => ({
      ...was,
      columns: one.columns.map((_, place) => {
        const known = was.columns.find((each) => each.column === place) ?? { column: place, to: "", name: "", type: "text" as const };
        return place === column ? { ...known, ...to } : known;
      }),
    }));
  const missing = whatIsMissing(one, mapping);
  const check = () => act.mutate({ method: "PUT", path: "/mapping", body: mapping }, { onSuccess: onMapped });
  return (
    <>
      <CutPanel one={one} />
      <Panel title={t("What the columns are")} aside={one.is_remembered ? t("as you said for the last file with these columns") : undefined} flush>
        <ul className={classes.columns}>
          {one.columns.map((column, place) => (
            <ColumnRow key={place} one={one} column={column} place={place} mapping={mapping} onChange={(to) => change(place, to)} />
          ))}
        </ul>
      </Panel>
      <ReadingOptions one={one} mapping={mapping} onChange={(changed) => setMapping((was) => ({ ...was, ...changed }))} />
      {act.isError && (
        <p className={classes.refusal} role="alert">
          {reason(act.error)}
        </p>
      )}
      <div className={classes.foot}>
        {missing && <p className={classes.note}>{missing}</p>}
        <Button onClick={check} loading={act.isPending} disabled={missing !== null}>
          {t("Check the file")}
        </Button>
      </div>
    </>
  );
}

/** Why it cannot be checked yet, in a sentence; null when it can. */
function whatIsMissing(one: ImportDetail, mapping: ImportMapping): string | null {
  const chosen = new Set(mapping.columns.map(({ to }) => to));
  const identifying = one.fields.filter(({ identifies }) => identifies);
  if (!identifying.some(({ key }) => chosen.has(key))) return t("Choose the column that says whose a row is: {fields}.", { fields: identifying.map(({ label }) => label).join(", ") });
  if (one.kind === "events" && !chosen.has("at")) return t("Choose the column that says when it happened.");
  if (one.kind === "events" && !chosen.has("event") && !mapping.event?.trim()) return t("Choose the column with the event's name, or give one name for all rows.");
  return null;
}
