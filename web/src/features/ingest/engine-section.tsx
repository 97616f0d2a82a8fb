/** Settings, Engine: whether the stream flows, what waits, and who is set aside. */
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { called, number, span } from "@/lib/format";
import { at, get, send } from "@/lib/http";
import { useCan } from "@/lib/session";
import type { Engine } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { Ago } from "@/ui/moment";
import { Facts, Panel } from "@/ui/panel";
import { SectionHead } from "@/ui/settings-frame";
import { SimpleTable } from "@/ui/simple-table";
import { Coming, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";

const KEY = ["engine"];
type Parked = Engine["parked"][number];

export function EngineSection() {
  const engine = useQuery({ queryKey: KEY, queryFn: ({ signal }) => get<Engine>("/api/engine", { signal }), refetchInterval: 10_000 });
  const health = engine.data;
  return (
    <>
      <SectionHead title={t("Engine")} action={health && <StateChip tone={health.ok ? "good" : "bad"}>{health.ok ? t("All is well") : t("Needs a look")}</StateChip>}>
        {t("Events come in, workers act on them in order. Read again every ten seconds.")}
      </SectionHead>
      {engine.isPending && <Coming what={t("Reading the engine")} />}
      {engine.isError && !health && <Wrong what={t("The engine's state did not load.")} error={engine.error} onRetry={() => void engine.refetch()} />}
      {health && (
        <>
          <Panel title={t("Parts")}>
            <Facts facts={parts(health)} />
          </Panel>
          <Panel title={t("What waits")}>
            <Facts facts={waits(health)} />
          </Panel>
          <ParkedPanel rows={health.parked} />
          {health.open_transactions.length > 0 && <OpenTransactions rows={health.open_transactions} />}
          <Panel title={t("Workers")} flush>
            <SimpleTable
              label={t("Workers")}
              rows={health.workers}
              keyOf={(row) => row.name}
              none={t("No worker runs. Events are stored and wait.")}
              columns={[
                { key: "name", head: t("Name"), cell: (row) => row.name },
                { key: "seen", head: t("Last seen"), end: true, cell: (row) => <Ago at={row.last_seen_at} /> },
              ]}
            />
          </Panel>
        </>
      )}
    </>
  );
}

function parts(health: Engine) {
  const said = (works: boolean) => <StateChip tone={works ? "good" : "bad"}>{works ? t("works") : t("does not answer")}</StateChip>;
  return [
    { key: "web", label: t("Web"), value: said(health.web) },
    { key: "worker", label: t("Worker"), value: said(health.worker) },
    { key: "sweeps", label: t("Looks at the clock"), value: said(health.sweeps) },
    { key: "database", label: t("Database"), value: said(health.database) },
    { key: "durability", label: t("Survives a power cut"), value: <StateChip tone={health.durability.ok ? "good" : "bad"}>{health.durability.ok ? t("yes") : t("no: fsync is {fsync}, synchronous_commit is {commit}", { fsync: health.durability.fsync, commit: health.durability.synchronous_commit })}</StateChip> },
  ];
}

function waits(health: Engine) {
  const oldest = health.oldest_due_seconds;
  return [
    { key: "events", label: t("Events"), value: <span className="num">{number(health.waiting_events)}</span> },
    { key: "timers", label: t("Due timers"), value: <span className="num">{number(health.due_timers)}</span> },
    { key: "oldest", label: t("The oldest waits for"), value: oldest === null ? t("nothing waits") : span(oldest), missing: oldest === null },
    ...(health.partition === null ? [] : [{ key: "partition", label: t("in partition"), value: <span className="num">{health.partition}</span> }]),
  ];
}

/** While one is open no dead row can be removed, so that all that polls grows slow. */
function OpenTransactions({ rows }: { rows: Engine["open_transactions"] }) {
  return (
    <Panel title={t("Transactions open too long")} flush>
      <SimpleTable
        label={t("Transactions open too long")}
        rows={rows}
        keyOf={(row) => String(row.pid)}
        none=""
        columns={[
          { key: "name", head: t("Program"), cell: (row) => `${row.name} (${row.pid})` },
          { key: "statement", head: t("Last statement"), wideOnly: true, cell: (row) => row.statement },
          { key: "seconds", head: t("Open for"), end: true, cell: (row) => span(row.seconds) },
        ]}
      />
    </Panel>
  );
}

function ParkedPanel({ rows }: { rows: Parked[] }) {
  return (
    <Panel title={t("Set aside")} flush>
      <SimpleTable
        label={t("Set aside")}
        rows={rows}
        keyOf={(row) => String(row.customer.id)}
        none={t("Nobody. A customer whose event fails three times is set aside here, and everybody else goes on.")}
        columns={[
          { key: "customer", head: t("Customer"), cell: (row: Parked) => <Link to="/customers/$id" params={{ id: row.customer.id }}>{called(row.customer.name)}</Link> },
          { key: "reason", head: t("Reason"), wideOnly: true, cell: (row) => row.reason },
          { key: "waiting", head: t("Waiting"), end: true, cell: (row) => <span className="num">{number(row.waiting)}</span> },
          { key: "since", head: t("Since"), end: true, cell: (row) => <Ago at={row.since} /> },
          { key: "resume", head: <span className="hidden-words">{t("Resume")}</span>, end: true, cell: (row) => <Resume row={row} /> },
        ]}
      />
    </Panel>
  );
}

function Resume({ row }: { row: Parked }) {
  const client = useQueryClient();
  const may = useCan("engine.resume");
  const resume = useMutation({
    mutationFn: () => send("POST", at`/api/customers/${row.customer.id}/resume`),
    onSuccess: async () => {
      say(t("The waiting events of {name} are being worked again, in order.", { name: row.customer.name }));
      await client.invalidateQueries({ queryKey: KEY });
    },
    onError: (error) => warn(reason(error)),
  });
  if (!may) return null;
  return (
    <Button variant="default" onClick={() => resume.mutate()} loading={resume.isPending}>
      {t("Resume")}
    </Button>
  );
}
