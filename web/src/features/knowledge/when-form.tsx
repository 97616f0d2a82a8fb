/** From when and until when, in the reader's own time. */
import { TextInput } from "@mantine/core";
import { t } from "@/lib/t";
import classes from "./guidance.module.css";

type Dates = { starts_at?: string | null; ends_at?: string | null };

export function WhenForm({ starts, ends, onChange }: { starts: string | null; ends: string | null; onChange: (dates: Dates) => void }) {
  return (
    <div className={classes.pair}>
      <TextInput type="datetime-local" label={t("From|date")} description={t("Empty: as soon as it is live.")} value={local(starts)} onChange={(event) => onChange({ starts_at: utc(event.currentTarget.value) })} />
      <TextInput type="datetime-local" label={t("Until|date")} description={t("Empty: until you end it.")} value={local(ends)} onChange={(event) => onChange({ ends_at: utc(event.currentTarget.value) })} />
    </div>
  );
}

function local(at: string | null): string {
  if (at === null) return "";
  const moment = new Date(at);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function utc(text: string): string | null {
  return text === "" ? null : new Date(text).toISOString();
}
