/** What the pages of a source are told: consent, idle time, which addresses are which feature, and who may send. */
import { Button, NumberInput, Radio, Switch, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { at, send } from "@/lib/http";
import { useCan } from "@/lib/session";
import type { Source } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FormPanel } from "@/ui/form-panel";
import { atField, besides } from "@/ui/refusals";
import { say } from "@/ui/toasts";
import { PlacesField } from "./places-field";
import classes from "./places-field.module.css";

type Rules = Source["browser"];

export function PageRules({ source }: { source: Source }) {
  const client = useQueryClient();
  const may = useCan("key.manage");
  const [rules, setRules] = useState(source.browser);
  const [origins, setOrigins] = useState(source.browser.origins.join("\n"));
  const put = (next: Rules) => send("PUT", at`/api/sources/${source.id}/browser`, next).then(() => client.invalidateQueries({ queryKey: ["sources"] }));
  const save = useMutation({
    mutationFn: put,
    onSuccess: () => {
      const before = source.browser;
      say(t("Pages follow within a minute"), () => {
        setRules(before);
        setOrigins(before.origins.join("\n"));
        void put(before);
      });
    },
  });
  const change = (part: Partial<Rules>) => setRules((now) => ({ ...now, ...part }));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const places = rules.places.filter(({ path, feature }) => path.trim() || feature.trim());
    save.mutate({ ...rules, places, origins: origins.split(/\s+/).filter(Boolean) });
  };
  return (
    <FormPanel title={t("What the pages are told")} onSubmit={submit} wrong={besides(save.error, "origins", "places", "idle_minutes")} action={may && <Button type="submit" loading={save.isPending}>{t("Save")}</Button>}>
      <div className={classes.rules}>
        <Radio.Group label={t("Consent")} value={rules.consent} onChange={(consent) => change({ consent: consent as Rules["consent"] })}>
          <Radio mt={8} value="assumed" disabled={!may} label={t("Measure from the start")} description={t("Until somebody says no by your own switch.")} />
          <Radio mt={8} value="required" disabled={!may} label={t("Only after somebody has agreed")} description={t("Before that nothing is kept in the browser and no event leaves it.")} />
        </Radio.Group>
        <Switch checked={rules.heeds_signals} disabled={!may} onChange={(event) => change({ heeds_signals: event.currentTarget.checked })} label={t("Heed “do not track” and “global privacy control”")} description={t("Such a browser is measured only after somebody has agreed.")} />
        <Switch checked={rules.pages} disabled={!may} onChange={(event) => change({ pages: event.currentTarget.checked })} label={t("Each page looked at is an event")} description={t("Also where an app changes its address without loading a page.")} />
        <NumberInput label={t("Idle after, minutes")} description={t("Time without a move, key, scroll or touch beyond this does not count as use.")} min={1} max={60} maw={220} disabled={!may} value={rules.idle_minutes} onChange={(value) => change({ idle_minutes: Number(value) || 1 })} error={atField(save.error, "idle_minutes")} />
        <PlacesField places={rules.places} disabled={!may} onChange={(places) => change({ places })} error={atField(save.error, "places")} />
        <Textarea label={t("Origins that may send")} description={t("One a line, such as https://app.example.com or https://*.example.com. Empty: any page may send with this key.")} autosize minRows={2} disabled={!may} value={origins} onChange={(event) => setOrigins(event.currentTarget.value)} error={atField(save.error, "origins")} />
      </div>
    </FormPanel>
  );
}
