/** When one can be met: hours of the week, single days that are otherwise, the room one calls from. */
import { Button, Select, Switch, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useCan, useSession } from "@/lib/session";
import type { OpenHours } from "@/lib/shapes";
import { t } from "@/lib/t";
import { besides } from "@/ui/refusals";
import { Coming, Wrong } from "@/ui/states";
import { SideSheet } from "@/ui/side-sheet";
import { say } from "@/ui/toasts";
import { DaysField } from "./days-field";
import classes from "./sessions.module.css";
import { hoursQuery, keepHours, teamQuery } from "./use-sessions";
import { WeekField } from "./week-field";

export function HoursSheet({ onClose }: { onClose: () => void }) {
  const { member } = useSession();
  const [whose, setWhose] = useState(member.id);
  const hours = useQuery(hoursQuery(whose));
  return (
    <SideSheet opened onClose={onClose} title={t("Hours for sessions")} size={560}>
      <div className={classes.sheet}>
        <WhoseField value={whose} onChange={setWhose} />
        {hours.isPending && <Coming what={t("Reading the hours")} rows={7} />}
        {hours.isError && <Wrong what={t("The hours did not load.")} error={hours.error} onRetry={() => void hours.refetch()} />}
        {hours.data && <HoursForm key={whose} now={hours.data} onClose={onClose} />}
      </div>
    </SideSheet>
  );
}

/** Only who may change anybody's hours sees that there are others. */
function WhoseField({ value, onChange }: { value: number; onChange: (id: number) => void }) {
  const may = useCan("session.manage");
  const team = useQuery({ ...teamQuery, enabled: may }).data?.items.filter(({ is_active: active }) => active) ?? [];
  if (!may || team.length < 2) return null;
  return <Select label={t("Whose hours")} data={team.map(({ id, name }) => ({ value: String(id), label: name }))} value={String(value)} onChange={(id) => id !== null && onChange(Number(id))} allowDeselect={false} searchable />;
}

function HoursForm({ now, onClose }: { now: OpenHours; onClose: () => void }) {
  const client = useQueryClient();
  const [week, setWeek] = useState(now.week);
  const [days, setDays] = useState(now.days);
  const [room, setRoom] = useState(now.room_url);
  const [bookable, setBookable] = useState(now.is_bookable);
  const save = useMutation({
    mutationFn: () => keepHours(now.member.id, { week, days, room_url: room, is_bookable: bookable }),
    onSuccess: () => {
      say(t("Saved the hours"));
      onClose();
    },
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ["open hours"] }), client.invalidateQueries({ queryKey: ["sessions"] })]),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} style={{ display: "contents" }}>
      <p className="quiet small">{now.is_own ? t("Times are those of {zone}.", { zone: now.zone }) : t("These are the organisation's hours until you save others. Times are those of {zone}.", { zone: now.zone })}</p>
      <Switch label={t("Can be booked")} checked={bookable} onChange={(event) => setBookable(event.currentTarget.checked)} />
      <WeekField week={week} onChange={setWeek} />
      <DaysField days={days} onChange={setDays} />
      <TextInput type="url" label={t("Your room for calls")} description={t("For kinds of sessions that have no link of their own.")} maxLength={300} value={room} onChange={(event) => setRoom(event.currentTarget.value)} />
      {save.error !== null && <p role="alert" className={classes.wrong}>{besides(save.error)}</p>}
      <div className={classes.buttons}>
        <Button type="submit" loading={save.isPending}>{t("Save the hours")}</Button>
      </div>
    </form>
  );
}
