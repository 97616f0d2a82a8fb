/** Settings, Features: after how many days each counts as unused, and after how many minutes it brings points. */
import { Button, NumberInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { number } from "@/lib/format";
import { useCan } from "@/lib/session";
import type { Feature, FeatureHouse } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FormPanel } from "@/ui/form-panel";
import { Panel } from "@/ui/panel";
import { SectionHead } from "@/ui/settings-frame";
import { type SimpleColumn, SimpleTable } from "@/ui/simple-table";
import { Coming, Empty, Wrong } from "@/ui/states";
import { say } from "@/ui/toasts";
import { FeatureDialog } from "./feature-dialog";
import { FeaturePointsPanel } from "./feature-points-panel";
import classes from "./scoring.module.css";
import { featuresQuery, useHouseSave } from "./use-scoring";

export function FeaturesSection() {
  const query = useInfiniteQuery(featuresQuery);
  const may = useCan("workflow.edit");
  const [opened, setOpened] = useState<string | null>(null);
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const house = query.data?.pages[0]?.house;
  const chosen = rows.find(({ name }) => name === opened);
  return (
    <>
      <SectionHead title={t("Features")}>
        {t("A feature appears here when somebody uses it for the first time. A customer who leaves some of them unused, each beyond its own days, comes up as one list.")}
      </SectionHead>
      {query.isPending && <Coming what={t("Reading the features")} />}
      {query.isError && rows.length === 0 && <Wrong what={t("The features did not load.")} error={query.error} onRetry={() => void query.refetch()} />}
      {house && rows.length === 0 && <Empty title={t("No feature has been used yet")}>{t("Send “Feature Used” events with the feature's name and its seconds; the rest follows by itself.")}</Empty>}
      {house && rows.length > 0 && (
        <Panel title={t("Features")} aside={<span className="num">{number(rows.length)}{query.hasNextPage ? "+" : ""}</span>} flush>
          <SimpleTable label={t("Features")} rows={rows} keyOf={(row) => row.name} none={null} columns={columns(house, may ? setOpened : undefined)} />
          {query.hasNextPage && (
            <div className={classes.more}>
              <Button variant="subtle" onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
                {t("Show more")}
              </Button>
            </div>
          )}
        </Panel>
      )}
      {house && <HousePanel key={`${house.unused_days} ${house.recheck_days}`} house={house} may={may} />}
      {house && house.worths.length > 1 && <FeaturePointsPanel key={house.points} house={house} may={may} />}
      {house && chosen && <FeatureDialog key={chosen.name} feature={chosen} house={house} onClose={() => setOpened(null)} />}
    </>
  );
}

function columns(house: FeatureHouse, open: ((name: string) => void) | undefined): SimpleColumn<Feature>[] {
  const own = (feature: Feature) => house.marks.filter(({ workflow }) => feature.minutes[workflow] !== undefined).length;
  return [
    {
      key: "name",
      head: t("Feature"),
      cut: true,
      cell: (row) =>
        open ? (
          <button type="button" className={`${classes.name ?? ""} cut`} title={row.name} onClick={() => open(row.name)}>
            {row.name}
          </button>
        ) : (
          <span className="strong cut" title={row.name}>
            {row.name}
          </span>
        ),
    },
    {
      key: "unused",
      head: t("Unused after"),
      end: true,
      cell: (row) =>
        row.is_watched ? <span className={row.unused_days === null ? "num" : `num ${classes.own ?? ""}`}>{t("{n} days", { n: row.unused_days ?? house.unused_days })}</span> : <span className="quiet">{t("not watched")}</span>,
    },
    { key: "minutes", head: t("Minutes for points"), end: true, wideOnly: true, cell: (row) => <span className="num">{marksWords(row, house)}{own(row) > 0 ? "" : ` ${t("(as all)")}`}</span> },
    { key: "active", head: t("Active contacts"), end: true, cell: (row) => <span className="num">{number(row.active_contacts)}</span> },
  ];
}

function marksWords(row: Feature, house: FeatureHouse): string {
  return house.marks
    .filter(({ points }) => points > 0)
    .map(({ workflow, minutes }) => number(row.minutes[workflow] ?? minutes))
    .join(" · ");
}

function HousePanel({ house, may }: { house: FeatureHouse; may: boolean }) {
  const [days, setDays] = useState(house.unused_days);
  const [again, setAgain] = useState(house.recheck_days);
  const save = useHouseSave(() => say(t("Saved")));
  return (
    <FormPanel
      title={t("For all features")}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ unused_days: days, recheck_days: again });
      }}
      action={
        <Button type="submit" variant="default" loading={save.isPending} disabled={!may}>
          {t("Save")}
        </Button>
      }
    >
      <NumberInput label={t("Unused after, days")} value={days} onChange={(value) => setDays(typeof value === "number" ? value : days)} min={1} max={3650} allowDecimal={false} disabled={!may} description={t("for features without days of their own")} inputWrapperOrder={["label", "input", "description"]} />
      <NumberInput label={t("Look at a customer again after, days")} value={again} onChange={(value) => setAgain(typeof value === "number" ? value : again)} min={1} max={3650} allowDecimal={false} disabled={!may} />
    </FormPanel>
  );
}
