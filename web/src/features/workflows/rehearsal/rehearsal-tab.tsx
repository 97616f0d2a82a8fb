/** Trying a workflow on what really happened, before it is switched on: who, what, when, and what would be held back. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { WorkflowDetail } from "@/lib/shapes";
import { Empty, Coming, Wrong } from "@/ui/states";
import { t } from "@/lib/t";
import { AskForm } from "./ask-form";
import { EarlierList } from "./earlier-list";
import { Found } from "./found";
import classes from "./rehearsal.module.css";
import { rehearsalQuery, rehearsalsQuery } from "./use-rehearsals";

export function RehearsalTab({ workflow }: { workflow: WorkflowDetail }) {
  const list = useQuery(rehearsalsQuery(workflow.key));
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = chosen ?? list.data?.items[0]?.id ?? null;
  return (
    <div className={classes.tab}>
      <AskForm workflow={workflow} onAsked={setChosen} />
      {list.isPending && <Coming what={t("Reading the rehearsals")} />}
      {list.isError && !list.data && <Wrong what={t("The rehearsals did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && shown === null && (
        <Empty title={t("See it work before it does")}>{t("A rehearsal replays what your customers really did and says who would have entered, what would have been sent on which day, and what would have been held back. Nothing is sent, told or changed.")}</Empty>
      )}
      {shown !== null && <Shown key={shown} id={shown} />}
      {(list.data?.items.length ?? 0) > 1 && <EarlierList rehearsals={list.data?.items ?? []} shown={shown} onChoose={setChosen} />}
    </div>
  );
}

function Shown({ id }: { id: number }) {
  const query = useQuery(rehearsalQuery(id));
  if (query.isPending) return <Coming what={t("Reading the rehearsal")} />;
  if (!query.data) return <Wrong what={t("The rehearsal did not load.")} error={query.error} onRetry={() => void query.refetch()} />;
  return <Found rehearsal={query.data} />;
}
