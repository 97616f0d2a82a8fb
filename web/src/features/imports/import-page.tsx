/** One file: its columns, the check, how far it is, what came of it, and taking it back. */
import { Button } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { ImportDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { Coming, Wrong } from "@/ui/states";
import { CheckedPanels } from "./checked-panels";
import { FaultsPanel } from "./faults-panel";
import classes from "./imports.module.css";
import { MapColumns } from "./map-columns";
import { OutcomePanel } from "./outcome-panel";
import { ProgressPanel } from "./progress-panel";
import { importQuery, useAct, useHearImports } from "./use-imports";
import { kindWord, megabytes, stateWord } from "./words";

export function ImportPage({ id }: { id: number }) {
  const found = useQuery(importQuery(id));
  const [remapping, setRemapping] = useState(false);
  useHearImports(id);
  const one = found.data;
  return (
    <>
      <Link to="/settings/import" className={classes.back}>
        <IconArrowLeft size={14} aria-hidden="true" />
        {t("All imports")}
      </Link>
      {found.isPending && <Coming what={t("Reading the import")} rows={6} />}
      {found.isError && !one && <Wrong what={t("The import did not load.")} error={found.error} onRetry={() => void found.refetch()} />}
      {one && (
        <>
          <Head one={one} />
          <Body one={one} remapping={remapping} onRemap={setRemapping} />
        </>
      )}
    </>
  );
}

function Head({ one }: { one: ImportDetail }) {
  const state = stateWord(one.state);
  const act = useAct(one.id);
  const isOpen = ["uploaded", "checking", "checked", "running"].includes(one.state);
  return (
    <header className={classes.head}>
      <div className={classes.headWords}>
        <div className={classes.title}>
          <h2>{one.file_name}</h2>
          <StateChip tone={state.tone}>{state.text}</StateChip>
        </div>
        <span className="quiet small">
          {t("{kind}, {size}, sent by {name}", { kind: kindWord(one.kind), size: megabytes(one.size), name: one.made_by || t("somebody") })}
        </span>
        <Steps state={one.state} />
      </div>
      {isOpen && (
        <Button variant="default" loading={act.isPending} onClick={() => act.mutate({ method: "POST", path: "/cancel" })}>
          {t("Cancel the import")}
        </Button>
      )}
    </header>
  );
}

/** Where one stands on the way; the state says it in a word too. */
function Steps({ state }: { state: string }) {
  const steps = [
    { key: "map", label: t("Columns"), states: ["uploaded"] },
    { key: "check", label: t("Check"), states: ["checking", "checked"] },
    { key: "run", label: t("Taking in"), states: ["running", "settling"] },
    { key: "done", label: t("Done"), states: ["done", "undoing", "undone", "cancelled", "failed"] },
  ];
  return (
    <ol className={classes.steps} aria-label={t("Steps of an import")}>
      {steps.map(({ key, label, states }) => (
        <li key={key} className={classes.step} aria-current={states.includes(state) ? "step" : undefined}>
          {label}
        </li>
      ))}
    </ol>
  );
}

function Body({ one, remapping, onRemap }: { one: ImportDetail; remapping: boolean; onRemap: (on: boolean) => void }) {
  if (one.state === "uploaded" || (remapping && one.state === "checked")) {
    return <MapColumns key={`${one.encoding}${one.separator}${one.quote}`} one={one} onMapped={() => onRemap(false)} />;
  }
  if (one.state === "checking" || one.state === "running" || one.state === "settling" || one.state === "undoing") {
    return (
      <>
        <ProgressPanel one={one} />
        {one.state !== "undoing" && <FaultsPanel one={one} />}
      </>
    );
  }
  if (one.state === "checked") return <CheckedPanels one={one} onRemap={() => onRemap(true)} />;
  return (
    <>
      <OutcomePanel one={one} />
      <FaultsPanel one={one} />
    </>
  );
}
