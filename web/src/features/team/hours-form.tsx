/** When the organisation is at work: up to two stretches a day. */
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import type { Organisation } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FormPanel } from "@/ui/form-panel";
import { besides } from "@/ui/refusals";
import classes from "./hours-form.module.css";
import { useDescribe } from "./use-organisation";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
type Week = Organisation["business_hours"];

export function HoursForm({ now }: { now: Organisation }) {
  const [week, setWeek] = useState<Week>(now.business_hours);
  const save = useDescribe();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ business_hours: week });
  };
  return (
    <FormPanel title={t("Business hours")} onSubmit={submit} wrong={besides(save.error)} about={t("For steps that wait for business hours, and for promises of the service desk.")} action={<Button type="submit" variant="default" loading={save.isPending}>{t("Save")}</Button>}>
      <div className={classes.week}>
        {DAYS.map((day) => (
          <Day key={day} name={dayName(day)} spans={week[day] ?? []} onChange={(spans) => setWeek({ ...week, [day]: spans })} />
        ))}
      </div>
    </FormPanel>
  );
}

function Day({ name, spans, onChange }: { name: string; spans: string[][]; onChange: (spans: string[][]) => void }) {
  const change = (index: number, place: number, clock: string) => onChange(spans.map((span, at) => (at === index ? span.map((was, which) => (which === place ? clock : was)) : span)));
  return (
    <div className={classes.day} role="group" aria-label={name}>
      <span className={classes.name}>{name}</span>
      <div className={classes.spans}>
        {spans.length === 0 && <span className="quiet">{t("closed")}</span>}
        {spans.map((span, index) => (
          // Stretches have no name of their own: their place is who they are.
          <span key={`${name}-${String(index)}`} className={classes.span}>
            <TextInput type="time" aria-label={t("{day}, from", { day: name })} value={span[0] ?? ""} onChange={(event) => change(index, 0, event.currentTarget.value)} />
            <span aria-hidden="true">{"–"}</span>
            <TextInput type="time" aria-label={t("{day}, until", { day: name })} value={span[1] ?? ""} onChange={(event) => change(index, 1, event.currentTarget.value)} />
            <ActionIcon variant="subtle" color="gray" size={28} aria-label={t("{day}: remove the stretch", { day: name })} title={t("Remove")} onClick={() => onChange(spans.filter((_, at) => at !== index))}>
              <IconX size={15} aria-hidden="true" />
            </ActionIcon>
          </span>
        ))}
      </div>
      {spans.length < 2 && (
        <Button variant="subtle" aria-label={t("{day}: add hours", { day: name })} onClick={() => onChange([...spans, spans.length === 0 ? ["09:00", "17:00"] : ["18:00", "20:00"]])}>
          {t("Add hours")}
        </Button>
      )}
    </div>
  );
}

function dayName(day: (typeof DAYS)[number]): string {
  const names = { mon: t("Monday"), tue: t("Tuesday"), wed: t("Wednesday"), thu: t("Thursday"), fri: t("Friday"), sat: t("Saturday"), sun: t("Sunday") };
  return names[day];
}
