/** What the posts of a program mean: a sample at the left, rules at the right, and what they make of the sample. */
import { Button, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowLeft, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useCallback, useRef, useState } from "react";
import { moment } from "@/lib/format";
import { at, send } from "@/lib/http";
import type { ConnectionMapping, MappingRule } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { SectionHead } from "@/ui/settings-frame";
import { Coming, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import classes from "./integrations.module.css";
import { JsonTree } from "./json-tree";
import { MappingOutcome } from "./mapping-outcome";
import { RuleForm } from "./rule-form";
import { EMPTY_RULE, type Pick, Picking } from "./rule-parts";
import { connectionsQuery, mappingQuery, postName, postWord, previewQuery, useConnectionChange } from "./use-integrations";

export function MappingPage({ connection }: { connection: number }) {
  const query = useQuery(mappingQuery(connection));
  const name = useQuery(connectionsQuery).data?.items.find(({ id }) => id === connection)?.name;
  return (
    <>
      <SectionHead
        title={name ? t("What posts of {name} mean", { name }) : t("What its posts mean")}
        action={
          <Button variant="subtle" component={Link} to="/settings/integrations" leftSection={<IconArrowLeft size={15} aria-hidden="true" />}>
            {t("Integrations")}
          </Button>
        }
      >
        {t("Choose a field of a rule, then press a value of the sample: its path is written there. The first rule that fits decides what a post becomes.")}
      </SectionHead>
      {query.isPending && <Coming what={t("Reading the mapping")} rows={5} />}
      {query.isError && !query.data && <Wrong what={t("The mapping did not load.")} error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Editor key={query.data.version} connection={connection} now={query.data} />}
    </>
  );
}

function Editor({ connection, now }: { connection: number; now: ConnectionMapping }) {
  const [rules, setRules] = useState<MappingRule[]>(now.rules.length > 0 ? now.rules : [EMPTY_RULE]);
  const [sample, setSample] = useState<number | null>(now.samples.find(({ state }) => state === "kept")?.id ?? now.samples[0]?.id ?? null);
  const [asked] = useDebouncedValue(rules, 350);
  const preview = useQuery({ ...previewQuery(connection, asked, sample === null ? [] : [sample]), enabled: asked.length > 0 }).data;
  const target = useRef<Pick | null>(null);
  const aim = useCallback((next: Pick) => {
    target.current = next;
  }, []);
  const save = useConnectionChange((given: MappingRule[]) => send<ConnectionMapping>("PUT", at`/api/integrations/${connection}/mapping`, { rules: given }));
  const shown = now.samples.find(({ id }) => id === sample);
  const outcome = preview?.posts.find(({ post }) => post === sample) ?? null;
  const isBegun = JSON.stringify(rules) !== JSON.stringify([EMPTY_RULE]);
  const faults = isBegun ? [...(preview?.faults ?? []), ...(outcome?.faults ?? [])] : [];
  const change = (place: number, next: MappingRule | null) => setRules(next === null ? rules.filter((_, index) => index !== place) : rules.map((rule, index) => (index === place ? next : rule)));
  const pick = (path: string) => (target.current ? target.current(path) : warn(t("First choose the field it belongs to.")));
  const kept = { onSuccess: ({ version }: ConnectionMapping) => say(t("Kept as version {n}. What waits can be worked again from the connection's list.", { n: version })), onError: (error: Error) => warn(reason(error)) };
  return (
    <Picking value={aim}>
      <Panel flush label={t("What its posts mean")}>
        <div className={classes.mapping}>
          <div className={classes.side}>
            {now.samples.length === 0 && <p className="quiet">{t("Nothing was posted yet. Let the other program send one post; until then write paths by hand.")}</p>}
            {now.samples.length > 0 && (
              <Select label={t("Sample")} data={now.samples.map((one) => ({ value: String(one.id), label: [moment(one.at), postName(one.body), postWord(one.state).word].filter(Boolean).join(" · ") }))} value={String(sample ?? "")} onChange={(next) => setSample(Number(next))} allowDeselect={false} />
            )}
            {shown && <JsonTree body={shown.body} onPick={pick} />}
            <MappingOutcome outcome={outcome} hasFaults={(preview?.faults.length ?? 0) > 0} />
          </div>
          <div className={classes.main}>
            {rules.map((rule, place) => (
              <RuleForm key={place} rule={rule} place={place} fits={outcome?.rule === place} events={now.events} faults={faults} onChange={(next) => change(place, next)} onRemove={rules.length > 1 ? () => change(place, null) : undefined} />
            ))}
            <div className={classes.actions}>
              <Button variant="default" leftSection={<IconPlus size={15} aria-hidden="true" />} onClick={() => setRules([...rules, EMPTY_RULE])}>
                {t("Another rule")}
              </Button>
              <Button onClick={() => save.mutate(rules, kept)} loading={save.isPending} disabled={(preview?.faults.length ?? 1) > 0}>
                {t("Save the rules")}
              </Button>
            </div>
            {now.versions.length > 0 && <p className="quiet small">{t("Version {n}, kept {moment}", { n: now.version, moment: moment(now.versions[0]?.made_at ?? "") })}</p>}
          </div>
        </div>
      </Panel>
    </Picking>
  );
}
