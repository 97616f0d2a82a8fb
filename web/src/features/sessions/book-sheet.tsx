/** Books a session for a customer: who, what, when; both sides get the invitation. */
import { Button, Select, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { moment } from "@/lib/format";
import { get } from "@/lib/http";
import type { Ref, SearchResult } from "@/lib/shapes";
import { t } from "@/lib/t";
import { atField, besides } from "@/ui/refusals";
import { SideSheet } from "@/ui/side-sheet";
import { say } from "@/ui/toasts";
import classes from "./sessions.module.css";
import { SlotPicker } from "./slot-picker";
import { book, kindsQuery, peopleQuery } from "./use-sessions";

type Props = { customer?: Ref | undefined; onClose: () => void };

export function BookSheet({ customer, onClose }: Props) {
  return (
    <SideSheet opened onClose={onClose} title={t("Book a session")} size={460}>
      <BookForm customer={customer} onClose={onClose} />
    </SideSheet>
  );
}

function BookForm({ customer, onClose }: Props) {
  const client = useQueryClient();
  const [whose, setWhose] = useState<number | null>(customer?.id ?? null);
  const [contact, setContact] = useState<string | null>(null);
  const [kind, setKind] = useState<string | null>(null);
  const [starts, setStarts] = useState<string>();
  const [goals, setGoals] = useState("");
  const kinds = useQuery(kindsQuery).data?.items.filter(({ is_active: active }) => active) ?? [];
  const type = kind ?? (kinds[0] ? String(kinds[0].id) : null);
  const order = useMutation({
    mutationFn: book,
    onSuccess: (made) => {
      say(t("Booked for {at}; the invitations are on their way", { at: moment(made.starts_at) }));
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["sessions"] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (type !== null && contact !== null && starts !== undefined) order.mutate({ type_id: Number(type), contact_id: Number(contact), starts_at: starts, goals });
  };
  return (
    <form className={classes.sheet} onSubmit={submit}>
      {customer === undefined && <CustomerField value={whose} onChange={setWhose} />}
      {whose !== null && <ContactField customer={whose} value={contact} onChange={setContact} wrong={atField(order.error, "contact_id")} />}
      <Select label={t("Kind|session")} data={kinds.map(({ id, title }) => ({ value: String(id), label: title }))} value={type} onChange={setKind} allowDeselect={false} />
      <Textarea label={t("Goals")} maxLength={1000} autosize minRows={2} value={goals} onChange={(event) => setGoals(event.currentTarget.value)} />
      {type !== null && <SlotPicker kind={Number(type)} chosen={starts} onPick={setStarts} />}
      {besides(order.error, "contact_id") !== undefined && <p role="alert" className={classes.wrong}>{besides(order.error, "contact_id")}</p>}
      <div className={classes.buttons}>
        <Button type="submit" disabled={contact === null || starts === undefined} loading={order.isPending}>
          {starts === undefined ? t("Book it") : t("Book it for {at}", { at: moment(starts) })}
        </Button>
      </div>
    </form>
  );
}

function CustomerField({ value, onChange }: { value: number | null; onChange: (id: number | null) => void }) {
  const [text, setText] = useState("");
  const [wanted] = useDebouncedValue(text.trim(), 150);
  const found = useQuery({
    queryKey: ["search", wanted],
    queryFn: ({ signal }) => get<SearchResult>("/api/search", { query: { q: wanted }, signal }),
    enabled: wanted.length > 0,
    placeholderData: keepPreviousData,
  }).data;
  const data = found?.customers.map(({ id, name }) => ({ value: String(id), label: name })) ?? [];
  return <Select label={t("Customer")} placeholder={t("Name of a customer")} searchable data={data} value={value === null ? null : String(value)} onSearchChange={setText} onChange={(id) => onChange(id === null ? null : Number(id))} nothingFoundMessage={t("No customer matches.")} />;
}

function ContactField({ customer, value, onChange, wrong }: { customer: number; value: string | null; onChange: (id: string | null) => void; wrong: string | undefined }) {
  const people = useQuery(peopleQuery(customer)).data?.items ?? [];
  const data = people.map(({ id, name, email }) => ({ value: String(id), label: email && name ? `${name} (${email})` : name || email || t("without a name"), disabled: !email }));
  return <Select label={t("Who comes")} description={t("Only who has an e-mail address can be invited.")} data={data} value={value} onChange={onChange} allowDeselect={false} searchable={people.length > 8} error={wrong} nothingFoundMessage={t("Nobody here.")} />;
}
