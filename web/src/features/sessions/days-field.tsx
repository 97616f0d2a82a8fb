/** Single days that are otherwise: off, or with other hours. */
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { day as dayWord } from "@/lib/format";
import { t } from "@/lib/t";
import { dayKey } from "./session-words";
import classes from "./sessions.module.css";
import { SpansField } from "./week-field";

type Days = Record<string, string[][]>;

export function DaysField({ days, onChange }: { days: Days; onChange: (days: Days) => void }) {
  const [chosen, setChosen] = useState("");
  const [today] = useState(() => dayKey(new Date()));
  const add = () => {
    if (chosen && !(chosen in days)) onChange({ ...days, [chosen]: [] });
    setChosen("");
  };
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <legend style={{ padding: 0, fontWeight: 550 }}>{t("Days off, and days with other hours")}</legend>
      {Object.entries(days)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([key, spans]) => (
          <div key={key}>
            <SpansField name={dayWord(`${key}T12:00:00`)} none={t("off")} spans={spans} onChange={(next) => onChange({ ...days, [key]: next })} />
            <Button variant="subtle" color="gray" size="compact-xs" onClick={() => onChange(Object.fromEntries(Object.entries(days).filter(([one]) => one !== key)))}>
              {t("As every week again")}
            </Button>
          </div>
        ))}
      <div className={classes.link} style={{ marginTop: 10 }}>
        <TextInput type="date" label={t("A single day")} min={today} max="2100-12-31" value={chosen} onChange={(event) => setChosen(event.currentTarget.value)} />
        <Button variant="default" onClick={add} disabled={!chosen}>
          {t("Take this day off")}
        </Button>
      </div>
    </fieldset>
  );
}
