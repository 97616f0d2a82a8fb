/** Who is in the workflow, or was: where each stands and what it waits for. */
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { called } from "@/lib/format";
import type { Enrolment, WorkflowDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FilterChip, StateChip } from "@/ui/chips";
import { Ago } from "@/ui/moment";
import { Panel } from "@/ui/panel";
import { SimpleTable } from "@/ui/simple-table";
import { Coming, Wrong } from "@/ui/states";
import { enrolmentWord } from "./run-words";
import { OlderRuns } from "./older-runs";
import { whereItStands } from "./running-panel";
import classes from "./tabs.module.css";
import { enrolmentsQuery } from "./use-workflows";

const STATES = ["", "waiting", "active", "done", "left", "stopped", "failed"];

export function EnrolmentsTab({ workflow }: { workflow: WorkflowDetail }) {
  const [state, setState] = useState("");
  const list = useInfiniteQuery(enrolmentsQuery(workflow.key, state));
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
    <OlderRuns workflow={workflow} />
    <Panel title={t("Enrolments")} aside={t("newest first")} flush>
      <div className={classes.filters} role="group" aria-label={t("State")}>
        {STATES.map((one) => (
          <FilterChip key={one} on={one === state} onClick={() => setState(one)}>
            {one === "" ? t("All") : enrolmentWord(one).word}
          </FilterChip>
        ))}
      </div>
      {list.isPending && <Coming what={t("Reading who is in it")} />}
      {list.isError && rows.length === 0 && <Wrong what={t("The enrolments did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && (
        <SimpleTable
          label={t("Enrolments")}
          rows={rows}
          keyOf={(row) => row.id}
          none={state === "" ? t("Nobody has entered yet.") : t("Nobody stands there now.")}
          columns={[
            { key: "who", head: t("Who"), cut: true, cell: (row: Enrolment) => <Who row={row} /> },
            { key: "state", head: t("State"), cell: (row) => <StateChip tone={enrolmentWord(row.state).tone}>{enrolmentWord(row.state).word}</StateChip> },
            { key: "where", head: t("Where"), wideOnly: true, cell: (row) => whereItStands(row) },
            { key: "entered", head: t("Entered"), end: true, cell: (row) => <Ago at={row.entered_at} /> },
          ]}
        />
      )}
      {list.hasNextPage && (
        <div className={classes.more}>
          <Button variant="subtle" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
            {t("Show earlier")}
          </Button>
        </div>
      )}
    </Panel>
    </>
  );
}

function Who({ row }: { row: Enrolment }) {
  return (
    <>
      {row.customer ? (
        <Link to="/customers/$id" params={{ id: row.customer.id }} className="strong">
          {called(row.customer.name)}
        </Link>
      ) : (
        t("not known")
      )}
      {row.contact && <span className="quiet"> {row.contact.name}</span>}
    </>
  );
}
