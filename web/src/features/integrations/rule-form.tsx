/** One rule: when it fits, which event it makes, of whom, when, and what it says. */
import { Button, Switch } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { MappingField, MappingRule } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import classes from "./integrations.module.css";
import { EventInput, type Fault, FieldLine, PathInput, TestLine, wrongAt } from "./rule-parts";

type Props = { rule: MappingRule; place: number; fits: boolean; events: string[]; faults: Fault[]; onChange: (next: MappingRule) => void; onRemove: (() => void) | undefined };

export function RuleForm({ rule, place, fits, events, faults, onChange, onRemove }: Props) {
  const at = `rules.${place}`;
  const put = (part: Partial<MappingRule>) => onChange({ ...rule, ...part });
  return (
    <section className={classes.rule} aria-label={t("Rule {n}", { n: place + 1 })}>
      <div className={classes.ruleHead}>
        <span>{t("Rule {n}", { n: place + 1 })}</span>
        {fits && <StateChip tone="good">{t("Fits the sample")}</StateChip>}
        {onRemove && (
          <Button variant="subtle" color="red" size="compact-sm" onClick={onRemove}>
            {t("Remove the rule")}
          </Button>
        )}
      </div>
      <Tests rule={rule} at={at} faults={faults} put={put} />
      <Switch label={t("Ignore such posts")} checked={rule.is_passed ?? false} onChange={({ currentTarget }) => put({ is_passed: currentTarget.checked })} />
      {!rule.is_passed && (
        <>
          <div className={classes.pair}>
            <EventInput value={rule.event ?? ""} events={events} onChange={(event) => put({ event })} error={wrongAt(faults, `${at}.event`)} />
            <PathInput label={t("Or read its name from")} value={rule.event_path ?? ""} onChange={(event_path) => put({ event_path })} error={wrongAt(faults, `${at}.event_path`)} />
            <PathInput label={t("Person (your user id)")} value={rule.user ?? ""} onChange={(user) => put({ user })} error={wrongAt(faults, `${at}.user`)} />
            <PathInput label={t("Account (your group id)")} value={rule.group ?? ""} onChange={(group) => put({ group })} error={wrongAt(faults, `${at}.group`)} />
            <PathInput label={t("E-mail address")} value={rule.email ?? ""} onChange={(email) => put({ email })} error={wrongAt(faults, `${at}.email`)} />
            <PathInput label={t("Their full name")} value={rule.name ?? ""} onChange={(name) => put({ name })} error={wrongAt(faults, `${at}.name`)} />
            <PathInput label={t("When it happened")} help={t("Left empty: when the post came.")} value={rule.time ?? ""} onChange={(time) => put({ time })} error={wrongAt(faults, `${at}.time`)} />
            <PathInput label={t("Its id")} help={t("Left empty: the post's own.")} value={rule.id ?? ""} onChange={(id) => put({ id })} error={wrongAt(faults, `${at}.id`)} />
          </div>
          <Lines label={t("Properties of the event")} name="properties" rows={rule.properties ?? []} at={at} faults={faults} onChange={(properties) => put({ properties })} />
          <Lines label={t("Traits of the person")} name="traits" rows={rule.traits ?? []} at={at} faults={faults} onChange={(traits) => put({ traits })} />
          <Lines label={t("Traits of the account")} name="group_traits" rows={rule.group_traits ?? []} at={at} faults={faults} onChange={(group_traits) => put({ group_traits })} />
        </>
      )}
    </section>
  );
}

function Tests({ rule, at, faults, put }: { rule: MappingRule; at: string; faults: Fault[]; put: (part: Partial<MappingRule>) => void }) {
  const tests = rule.when ?? [];
  return (
    <div className={classes.form} style={{ gap: 8 }}>
      <span className={classes.fits}>{tests.length === 0 ? t("Fits every post") : t("Fits where all of this holds")}</span>
      {tests.map((test, place) => (
        <TestLine key={place} test={test} at={`${at}.when.${place}`} faults={faults} onChange={(next) => put({ when: tests.map((one, index) => (index === place ? next : one)) })} onRemove={() => put({ when: tests.filter((_, index) => index !== place) })} />
      ))}
      <Add label={t("Only where")} onClick={() => put({ when: [...tests, { path: "", op: "is", value: "" }] })} />
    </div>
  );
}

type LinesProps = { label: string; name: string; rows: MappingField[]; at: string; faults: Fault[]; onChange: (rows: MappingField[]) => void };

function Lines({ label, name, rows, at, faults, onChange }: LinesProps) {
  return (
    <div className={classes.form} style={{ gap: 8 }} role="group" aria-label={label}>
      <span className={classes.fits}>{label}</span>
      {rows.map((field, place) => (
        <FieldLine key={place} field={field} at={`${at}.${name}.${place}`} faults={faults} onChange={(next) => onChange(rows.map((one, index) => (index === place ? next : one)))} onRemove={() => onChange(rows.filter((_, index) => index !== place))} />
      ))}
      <Add label={t("Add a field")} onClick={() => onChange([...rows, { name: "", path: "", text: "", kind: "as_is" }])} />
    </div>
  );
}

function Add({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <div>
      <Button variant="subtle" size="compact-sm" ml={-8} leftSection={<IconPlus size={14} aria-hidden="true" />} onClick={onClick}>
        {label}
      </Button>
    </div>
  );
}
