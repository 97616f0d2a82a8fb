/** What can be booked: its texts in two languages, its time, its hosts, what visitors are asked. */
import { Button, MultiSelect, NumberInput, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import type { SessionKind } from "@/lib/shapes";
import { t } from "@/lib/t";
import { atField, besides } from "@/ui/refusals";
import { SideSheet } from "@/ui/side-sheet";
import { say } from "@/ui/toasts";
import { QuestionsField } from "./questions-field";
import classes from "./sessions.module.css";
import { type KindGiven, keepKind, teamQuery } from "./use-sessions";

type Props = { kind: SessionKind | null; onClose: () => void };
type FieldsProps = { given: KindGiven; set: (change: KindGiven) => void; error: Error | null };

export function KindSheet({ kind, onClose }: Props) {
  return (
    <SideSheet opened onClose={onClose} title={kind ? kind.title : t("New kind of session")} size={640}>
      <KindForm kind={kind} onClose={onClose} />
    </SideSheet>
  );
}

function KindForm({ kind, onClose }: Props) {
  const client = useQueryClient();
  const [given, setGiven] = useState<KindGiven>(() => asGiven(kind));
  const set = (change: KindGiven) => setGiven((was) => ({ ...was, ...change }));
  const save = useMutation({
    mutationFn: () => keepKind(kind?.id ?? null, given),
    onSuccess: ({ title }) => {
      say(t("Saved {name}", { name: title }));
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["session kinds"] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className={classes.sheet} onSubmit={submit}>
      <Switch label={t("Can be booked")} checked={given.is_active ?? true} onChange={(event) => set({ is_active: event.currentTarget.checked })} />
      <Names given={given} set={set} error={save.error} />
      <Part title={t("When it can be")}>
        <Times given={given} set={set} error={save.error} />
      </Part>
      <Part title={t("Who holds it, and where")}>
        <Where given={given} set={set} error={save.error} />
      </Part>
      <Part title={t("What it says")}>
        <Texts given={given} set={set} error={save.error} />
      </Part>
      <QuestionsField questions={given.questions ?? []} onChange={(questions) => set({ questions })} />
      {save.error !== null && <p role="alert" className={classes.wrong}>{besides(save.error, "title", "slug", "url")}</p>}
      <div className={classes.buttons}>
        <Button type="submit" loading={save.isPending}>{t("Save")}</Button>
      </div>
    </form>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={classes.part}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

function Names({ given, set, error }: FieldsProps) {
  const kinds = [
    { value: "walkthrough", label: t("Walkthrough of a feature") },
    { value: "success", label: t("Success session") },
    { value: "other", label: t("Something else") },
  ];
  return (
    <>
      <div className={classes.two}>
        <TextInput label={t("Title")} required withAsterisk={false} maxLength={120} value={given.title ?? ""} onChange={(event) => set({ title: event.currentTarget.value })} error={atField(error, "title")} data-autofocus />
        <TextInput label={t("Title in Vietnamese")} maxLength={120} value={given.title_vi ?? ""} onChange={(event) => set({ title_vi: event.currentTarget.value })} />
      </div>
      <div className={classes.two}>
        <Select label={t("For|kind of session")} data={kinds} value={given.kind ?? "other"} onChange={(kind) => set({ kind: (kind ?? "other") as SessionKind["kind"] })} allowDeselect={false} />
        <TextInput label={t("Its address")} description={t("What stands behind /book/ in the link.")} maxLength={60} value={given.slug ?? ""} onChange={(event) => set({ slug: event.currentTarget.value })} error={atField(error, "slug")} />
      </div>
    </>
  );
}

function Times({ given, set }: FieldsProps) {
  const field = (name: "minutes" | "every" | "before" | "after" | "notice_hours" | "ahead_days" | "per_day", label: string, min: number, max: number) => (
    <NumberInput label={label} min={min} max={max} clampBehavior="strict" allowDecimal={false} value={given[name] ?? min} onChange={(value) => set({ [name]: Number(value) || min })} />
  );
  return (
    <>
      <div className={classes.two}>
        {field("minutes", t("How long, in minutes"), 5, 480)}
        {field("every", t("A start every so many minutes"), 5, 480)}
        {field("before", t("Minutes kept free before"), 0, 240)}
        {field("after", t("Minutes kept free after"), 0, 240)}
      </div>
      <div className={classes.three}>
        {field("notice_hours", t("Notice, in hours"), 0, 720)}
        {field("ahead_days", t("How many days ahead"), 1, 365)}
        {field("per_day", t("At most a day; 0 for any"), 0, 50)}
      </div>
    </>
  );
}

function Where({ given, set, error }: FieldsProps) {
  const team = useQuery(teamQuery).data?.items.filter(({ is_active: active }) => active) ?? [];
  return (
    <>
      <MultiSelect label={t("Hosts")} description={t("Empty: whoever looks after customers. They take turns: who has the fewest sessions is next.")} data={team.map(({ id, name }) => ({ value: String(id), label: name }))} value={(given.host_ids ?? []).map(String)} onChange={(ids) => set({ host_ids: ids.map(Number) })} searchable clearButtonProps={{ "aria-label": t("Clear") }} />
      <Switch label={t("The customer's owner holds it where they are free")} checked={given.owner_first ?? true} onChange={(event) => set({ owner_first: event.currentTarget.checked })} />
      <div className={classes.two}>
        <TextInput type="url" label={t("Link to the call")} description={t("Empty: the host's own room.")} maxLength={300} value={given.url ?? ""} onChange={(event) => set({ url: event.currentTarget.value })} error={atField(error, "url")} />
        <TextInput label={t("Or a place")} description={t("An address, a room, a phone number.")} maxLength={300} value={given.place ?? ""} onChange={(event) => set({ place: event.currentTarget.value })} />
      </div>
    </>
  );
}

function Texts({ given, set }: FieldsProps) {
  const pairs = [
    { name: "about", other: "about_vi", label: t("What it is"), vi: t("What it is, in Vietnamese") },
    { name: "goals", other: "goals_vi", label: t("Goals, for your team"), vi: t("Goals, in Vietnamese") },
    { name: "agenda", other: "agenda_vi", label: t("Agenda"), vi: t("Agenda, in Vietnamese") },
    { name: "prepare", other: "prepare_vi", label: t("What they should prepare"), vi: t("What they should prepare, in Vietnamese") },
  ] as const;
  return (
    <>
      {pairs.map(({ name, other, label, vi }) => (
        <div key={name} className={classes.two}>
          <Textarea label={label} autosize minRows={2} maxLength={4000} value={given[name] ?? ""} onChange={(event) => set({ [name]: event.currentTarget.value })} />
          <Textarea label={vi} autosize minRows={2} maxLength={4000} value={given[other] ?? ""} onChange={(event) => set({ [other]: event.currentTarget.value })} />
        </div>
      ))}
    </>
  );
}

function asGiven(kind: SessionKind | null): KindGiven {
  if (!kind) return { title: "", kind: "other", minutes: 30, every: 30, before: 0, after: 0, notice_hours: 24, ahead_days: 60, per_day: 0, owner_first: true, is_active: true, host_ids: [], questions: [] };
  const kept = Object.entries(kind).filter(([name]) => !["id", "hosts", "link"].includes(name));
  return { ...(Object.fromEntries(kept) as KindGiven), host_ids: kind.hosts.map(({ id }) => id) };
}
