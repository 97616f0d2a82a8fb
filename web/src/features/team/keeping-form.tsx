/** How long events and the log of the workflows are kept. */
import { Button, Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Organisation } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FormPanel } from "@/ui/form-panel";
import { atField, besides } from "@/ui/refusals";
import { useDescribe } from "./use-organisation";

const LOG = [90, 180, 400, 730, 1095, 1825];
const HISTORY = [0, 400, 730, 1095, 1825, 3650];

export function KeepingForm({ now }: { now: Organisation }) {
  const [log, setLog] = useState(String(now.keep_log_days));
  const [history, setHistory] = useState(String(now.keep_history_days));
  const save = useDescribe();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.mutate({ keep_log_days: Number(log), keep_history_days: Number(history) });
  };
  return (
    <FormPanel title={t("What is kept")} onSubmit={submit} wrong={besides(save.error, "keep_log_days", "keep_history_days")} action={<Button type="submit" loading={save.isPending}>{t("Save")}</Button>}>
      <Select label={t("Why and why not")} description={t("What each workflow did with whom, and why. Older lines are removed.")} data={choices(LOG, now.keep_log_days)} value={log} onChange={(next) => next && setLog(next)} allowDeselect={false} error={atField(save.error, "keep_log_days")} />
      <Select label={t("Events")} description={t("What customers did. Whole months are removed once they are older. Scores, tags, stages and sums stay; timelines and rehearsals reach back no further.")} data={choices(HISTORY, now.keep_history_days)} value={history} onChange={(next) => next && setHistory(next)} allowDeselect={false} error={atField(save.error, "keep_history_days")} />
    </FormPanel>
  );
}

/** What may be chosen, with what the API has set beside it. */
function choices(offered: number[], now: number): { value: string; label: string }[] {
  const days = [...new Set([...offered, now])].sort((a, b) => (a || Infinity) - (b || Infinity));
  return days.map((each) => ({ value: String(each), label: each === 0 ? t("For ever") : t("{n} days", { n: each }) }));
}
