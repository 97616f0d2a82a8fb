/** Quiet hours and caps, with what they mean for a day's messages. */
import { Button, NumberInput, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { clockIn, dayAndClockIn } from "@/lib/format";
import type { Conduct, ConductMeaning } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FormPanel } from "@/ui/form-panel";
import { atField, besides } from "@/ui/refusals";
import classes from "./rules-form.module.css";
import { type Rules, useChangeConduct, useMeaning } from "./use-conduct";

export function RulesForm({ now, may }: { now: Conduct; may: boolean }) {
  const [rules, setRules] = useState<Rules>({ quiet_from: now.quiet_from, quiet_until: now.quiet_until, per_day: now.per_day, per_week: now.per_week });
  const [settled] = useDebouncedValue(rules, 300);
  const meaning = useMeaning(settled, now);
  const save = useChangeConduct();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(rules);
  };
  const time = (name: "quiet_from" | "quiet_until") => ({ type: "time", value: rules[name].slice(0, 5), readOnly: !may, required: true, withAsterisk: false, onChange: (event: { currentTarget: HTMLInputElement }) => setRules({ ...rules, [name]: `${event.currentTarget.value}:00` }), error: atField(save.error, name) });
  const count = (name: "per_day" | "per_week") => ({ min: 1, max: 200, value: rules[name], readOnly: !may, allowDecimal: false, onChange: (value: number | string) => typeof value === "number" && setRules({ ...rules, [name]: value }), error: atField(save.error, name) });
  return (
    <FormPanel title={t("Quiet hours and caps")} onSubmit={submit} wrong={besides(save.error, "quiet_from", "quiet_until", "per_day", "per_week")} action={may && <Button type="submit" loading={save.isPending}>{t("Save")}</Button>}>
      <TextInput {...time("quiet_from")} label={t("Quiet from")} description={t("By the clock of whoever gets it.")} />
      <TextInput {...time("quiet_until")} label={t("Quiet until")} description={t("What was planned meanwhile leaves then.")} />
      <NumberInput {...count("per_day")} label={t("At most a day")} description={t("To one person, over all workflows.")} />
      <NumberInput {...count("per_week")} label={t("At most in seven days")} description={t("Account mail does not count.")} />
      {meaning && <Meaning meaning={meaning} rules={settled} />}
    </FormPanel>
  );
}

function Meaning({ meaning, rules }: { meaning: ConductMeaning; rules: Rules }) {
  const { zone } = meaning;
  const clock = (at: string) => clockIn(at, zone);
  return (
    <div className={classes.meaning} aria-live="polite">
      <p className={classes.head}>{t("So, today:")}</p>
      <ul className={classes.list}>
        {meaning.leaving.map(({ planned, leaves }) => (
          <li key={planned} className={planned === leaves ? "quiet" : undefined}>
            {planned === leaves
              ? t("A message planned at {planned} leaves at once.", { planned: clock(planned) })
              : planned.slice(0, 10) === leaves.slice(0, 10)
                ? t("A message planned at {planned} leaves at {leaves}.", { planned: clock(planned), leaves: clock(leaves) })
                : t("A message planned at {planned} leaves at {leaves} the next day.", { planned: clock(planned), leaves: clock(leaves) })}
          </li>
        ))}
        <li>{t("Who got {n} today may get the next on {moment}.", { n: rules.per_day, moment: dayAndClockIn(meaning.after_a_full_day, zone) })}</li>
        <li>{t("Who got {n} in seven days may get the next on {moment}.", { n: rules.per_week, moment: dayAndClockIn(meaning.after_a_full_week, zone) })}</li>
      </ul>
    </div>
  );
}
