/** Hours of a week, several intervals a day. */
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { t } from "@/lib/t";
import classes from "./sessions.module.css";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const MOST = 6;
type Week = Record<string, string[][]>;

export function WeekField({ week, onChange }: { week: Week; onChange: (week: Week) => void }) {
  return (
    <div className={classes.week}>
      {DAYS.map((day) => (
        <SpansField key={day} name={dayName(day)} none={t("no sessions")} spans={week[day] ?? []} onChange={(spans) => onChange({ ...week, [day]: spans })} />
      ))}
    </div>
  );
}

type SpansProps = { name: string; none: string; spans: string[][]; onChange: (spans: string[][]) => void };

/** The intervals of one day. */
export function SpansField({ name, none, spans, onChange }: SpansProps) {
  const change = (index: number, place: number, clock: string) => onChange(spans.map((span, at) => (at === index ? span.map((was, which) => (which === place ? clock : was)) : span)));
  return (
    <div className={classes.weekDay} role="group" aria-label={name}>
      <strong>{name}</strong>
      <div className={classes.spans}>
        {spans.length === 0 && <span className="quiet">{none}</span>}
        {spans.map((span, index) => (
          // Intervals have no name of their own: their place is who they are.
          <span key={`${name}-${String(index)}`} className={classes.span}>
            <TextInput type="time" required aria-label={t("{day}, from", { day: name })} value={span[0] ?? ""} onChange={(event) => change(index, 0, event.currentTarget.value)} />
            <span aria-hidden="true">{"–"}</span>
            <TextInput type="time" required aria-label={t("{day}, until", { day: name })} value={span[1] ?? ""} onChange={(event) => change(index, 1, event.currentTarget.value)} />
            <ActionIcon variant="subtle" color="gray" size={28} aria-label={t("{day}: remove the stretch", { day: name })} title={t("Remove")} onClick={() => onChange(spans.filter((_, at) => at !== index))}>
              <IconX size={15} aria-hidden="true" />
            </ActionIcon>
          </span>
        ))}
      </div>
      {spans.length < MOST && (
        <Button variant="subtle" size="compact-sm" aria-label={t("{day}: add hours", { day: name })} onClick={() => onChange([...spans, next(spans)])}>
          {t("Add hours")}
        </Button>
      )}
    </div>
  );
}

/** Behind the last interval, as long as the day allows. */
function next(spans: string[][]): string[] {
  const last = spans.at(-1)?.[1];
  if (last === undefined) return ["09:00", "17:00"];
  const hour = Math.min(22, Number(last.slice(0, 2)) + 1);
  return [`${String(hour).padStart(2, "0")}:00`, `${String(Math.min(23, hour + 2)).padStart(2, "0")}:00`];
}

function dayName(day: (typeof DAYS)[number]): string {
  const names = { mon: t("Monday"), tue: t("Tuesday"), wed: t("Wednesday"), thu: t("Thursday"), fri: t("Friday"), sat: t("Saturday"), sun: t("Sunday") };
  return names[day];
}
