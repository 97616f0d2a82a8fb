/** Settings, Event names: what the company's own names mean in the tracking plan. */
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { number } from "@/lib/format";
import { at, get, send } from "@/lib/http";
import { useCan } from "@/lib/session";
import type { Mapping, Mappings } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Ago } from "@/ui/moment";
import { Panel } from "@/ui/panel";
import { SectionHead } from "@/ui/settings-frame";
import { SimpleTable } from "@/ui/simple-table";
import { Coming, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { type Draft, MappingDialog } from "./mapping-dialog";

export const MAPPINGS = ["mappings"];

export function MappingsSection() {
  return (
    <>
      <SectionHead title={t("Event names")}>{t("Your product calls things as it likes. Say what its names mean, and workflows, scores and features understand them from then on. What came in before stays as it is and starts nothing.")}</SectionHead>
      <MappingPanels />
    </>
  );
}

export function MappingPanels() {
  const may = useCan("settings.manage");
  const client = useQueryClient();
  const query = useQuery({ queryKey: MAPPINGS, queryFn: ({ signal }) => get<Mappings>("/api/mappings", { signal }), staleTime: 0 });
  const [draft, setDraft] = useState<Draft | null>(null);
  const reread = () => Promise.all([client.invalidateQueries({ queryKey: MAPPINGS }), client.invalidateQueries({ queryKey: ["first-run"] })]);
  const put = ({ theirs, ours, renamed, fixed, is_on: isOn }: Mapping) => send("PUT", "/api/mappings", { theirs, ours, renamed, fixed, is_on: isOn }).then(reread, (error: unknown) => warn(reason(error)));
  const remove = useMutation({ mutationFn: (row: Mapping) => send("DELETE", at`/api/mappings/${row.id}`), onSuccess: (_, row) => (say(t("{name} stays as it is from now on", { name: row.theirs }), () => void put(row)), reread()), onError: (error) => warn(reason(error)) });
  if (query.isPending) return <Coming what={t("Reading the names")} rows={5} />;
  if (query.isError) return <Wrong what={t("The names did not load.")} error={query.error} onRetry={() => void query.refetch()} />;
  const { items, unmapped, plan } = query.data;
  return (
    <>
      <Panel title={t("Mapped")} flush aside={may && <Button variant="subtle" size="compact-xs" leftSection={<IconPlus size={13} aria-hidden="true" />} onClick={() => setDraft({ theirs: "", ours: "", renamed: {}, fixed: {} })}>{t("Map a name")}</Button>}>
        <SimpleTable
          label={t("Mapped")}
          rows={items}
          keyOf={(row) => row.theirs}
          none={t("Nothing yet. If your events bear the names of the tracking plan, nothing is needed.")}
          columns={[
            { key: "theirs", head: t("Your name"), cut: true, cell: (row: Mapping) => <span className="strong" title={row.theirs}>{row.theirs}</span> },
            { key: "ours", head: t("Means"), cell: (row) => row.ours },
            { key: "more", head: t("With"), wideOnly: true, cell: (row) => <span className="quiet">{withWhat(row)}</span> },
            ...(may ? [{ key: "do", head: <span className="hidden-words">{t("Change")}</span>, end: true, cell: (row: Mapping) => <Deeds onChange={() => setDraft(row)} onRemove={() => remove.mutate(row)} /> }] : []),
          ]}
        />
      </Panel>
      {unmapped.length > 0 && (
        <Panel title={t("Seen lately, not in the plan")} flush>
          <SimpleTable
            label={t("Seen lately, not in the plan")}
            rows={unmapped}
            keyOf={(row) => row.name}
            none=""
            columns={[
              { key: "name", head: t("Your name"), cut: true, cell: (row) => <span className="strong" title={row.name}>{row.name}</span> },
              { key: "count", head: t("Events"), end: true, cell: (row) => <span className="num">{number(row.count)}</span> },
              { key: "last", head: t("Last"), wideOnly: true, cell: (row) => <Ago at={row.last_at} /> },
              ...(may ? [{ key: "do", head: <span className="hidden-words">{t("Map")}</span>, end: true, cell: (row: Mappings["unmapped"][number]) => <Button variant="default" onClick={() => setDraft({ theirs: row.name, ours: row.guess ?? "", renamed: {}, fixed: {} })}>{row.guess ? t("Is it {name}?", { name: row.guess }) : t("Map")}</Button> }] : []),
            ]}
          />
        </Panel>
      )}
      {draft && <MappingDialog draft={draft} plan={plan} onClose={() => setDraft(null)} onSaved={() => void reread()} />}
    </>
  );
}

function Deeds({ onChange, onRemove }: { onChange: () => void; onRemove: () => void }) {
  return (
    <>
      <Button variant="subtle" onClick={onChange}>
        {t("Change")}
      </Button>
      <Button variant="subtle" color="red" onClick={onRemove}>
        {t("Remove")}
      </Button>
    </>
  );
}

function withWhat(row: Mapping): string {
  const renamed = Object.entries(row.renamed).map(([theirs, ours]) => `${theirs} → ${ours}`);
  const fixed = Object.entries(row.fixed).map(([ours, value]) => `${ours} = ${String(value)}`);
  return [...renamed, ...fixed].join(", ") || t("its properties as they are");
}
