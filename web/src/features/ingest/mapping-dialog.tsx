/** One name: what it means, which of its properties are which, and what all of these events have. */
import { Button, Group, Modal, Select, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { send } from "@/lib/http";
import type { Mappings } from "@/lib/shapes";
import { t } from "@/lib/t";
import { atField, besides } from "@/ui/refusals";
import { say } from "@/ui/toasts";

type Values = Record<string, string | number | boolean>;
export type Draft = { theirs: string; ours: string; renamed: Record<string, string>; fixed: Values };
type Props = { draft: Draft; plan: Mappings["plan"]; onClose: () => void; onSaved: () => void };

export function MappingDialog({ draft, plan, onClose, onSaved }: Props) {
  const [ours, setOurs] = useState(draft.ours);
  const planned = plan.find(({ name }) => name === ours);
  const save = useMutation({
    mutationFn: (said: Draft) => send("PUT", "/api/mappings", said),
    onSuccess: () => {
      say(t("Holds from the next event on"));
      onSaved();
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.mutate(read(new FormData(event.currentTarget), ours, Object.keys(planned?.properties ?? {})));
  };
  return (
    <Modal opened onClose={onClose} title={draft.theirs ? t("What does {name} mean?", { name: draft.theirs }) : t("Map a name")} size={560} closeButtonProps={{ "aria-label": t("Close") }}>
      <form onSubmit={submit} style={{ display: "grid", gap: 12 }}>
        <TextInput name="theirs" label={t("Your name")} defaultValue={draft.theirs} readOnly={draft.theirs !== ""} required withAsterisk={false} maxLength={200} error={atField(save.error, "theirs")} />
        <Select label={t("Means")} data={plan.map(({ name }) => name)} value={ours || null} onChange={(next) => setOurs(next ?? "")} searchable required withAsterisk={false} description={planned?.about} error={atField(save.error, "ours")} />
        {planned && Object.entries(planned.properties).map(([name, about]) => <Property key={`${ours} ${name}`} name={name} about={about} draft={draft} />)}
        {besides(save.error, "theirs", "ours") && <p role="alert" className="small">{besides(save.error, "theirs", "ours")}</p>}
        <Group justify="flex-end" gap="sm" mt={8}>
          <Button variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!ours}>
            {t("Map from now on")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function Property({ name, about, draft }: { name: string; about: string; draft: Draft }) {
  const theirs = Object.entries(draft.renamed).find(([, ours]) => ours === name)?.[0] ?? "";
  const value = draft.fixed[name];
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
      <legend className="small" style={{ padding: 0, marginBottom: 4 }}>
        <span className="strong">{name}</span> <span className="quiet">{about}</span>
      </legend>
      <div style={{ display: "grid", gridTemplateColumns: "1fr 1fr", gap: 8 }}>
        <TextInput name={`from ${name}`} defaultValue={theirs} placeholder={t("your property")} aria-label={t("{name}: your property", { name })} />
        <TextInput name={`is ${name}`} defaultValue={value === undefined ? "" : String(value)} placeholder={t("or always")} aria-label={t("{name}: always this value", { name })} />
      </div>
    </fieldset>
  );
}

function read(entries: FormData, ours: string, names: string[]): Draft {
  const text = (field: string) => String(entries.get(field) ?? "").trim();
  const renamed = Object.fromEntries(names.flatMap((name) => (text(`from ${name}`) && text(`from ${name}`) !== name ? [[text(`from ${name}`), name]] : [])));
  const fixed = Object.fromEntries(names.flatMap((name) => (text(`is ${name}`) ? [[name, plain(text(`is ${name}`))]] : [])));
  return { theirs: text("theirs"), ours, renamed, fixed };
}

/** A number stays one. */
function plain(text: string): string | number {
  return /^-?\d{1,15}(\.\d{1,6})?$/.test(text) ? Number(text) : text;
}
