/** Settings, own fields: what else one wants to know of customers and contacts. */
import { Button, Group, Modal, SegmentedControl, Select, TagsInput, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { at, Problem, send } from "@/lib/http";
import type { OwnField } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { SectionHead } from "@/ui/settings-frame";
import { SimpleTable } from "@/ui/simple-table";
import { Coming, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { ownFieldsQuery } from "./use-views";

type Entry = Pick<OwnField, "subject" | "label" | "kind" | "choices" | "currency" | "about">;
const BLANK: Entry = { subject: "customer", label: "", kind: "text", choices: [], currency: "EUR", about: "" };

export function FieldsSection() {
  const fields = useQuery(ownFieldsQuery);
  const [editing, setEditing] = useState<OwnField | "new" | null>(null);
  const add = (
    <Button leftSection={<IconPlus size={15} aria-hidden="true" />} onClick={() => setEditing("new")}>
      {t("New field")}
    </Button>
  );
  const rows = fields.data?.items ?? [];
  return (
    <>
      <SectionHead title={t("Own fields")} action={add}>
        {t("What else you want to know. A field stands on the record, in lists as a column, in segments, and in texts by its key.")}
      </SectionHead>
      {fields.isPending && <Coming what={t("Reading the fields")} rows={3} />}
      {fields.isError && <Wrong what={t("The fields did not load.")} error={fields.error} onRetry={() => void fields.refetch()} />}
      {fields.isSuccess && (
        <>
          <FieldTable title={t("Of customers")} rows={rows.filter(({ subject }) => subject === "customer")} onEdit={setEditing} />
          <FieldTable title={t("Of contacts")} rows={rows.filter(({ subject }) => subject === "contact")} onEdit={setEditing} />
        </>
      )}
      {editing !== null && <FieldDialog field={editing === "new" ? null : editing} onClose={() => setEditing(null)} />}
    </>
  );
}

function FieldTable({ title, rows, onEdit }: { title: string; rows: OwnField[]; onEdit: (field: OwnField) => void }) {
  return (
    <Panel title={title} flush>
      <SimpleTable
        label={title}
        rows={rows}
        keyOf={(row) => String(row.id)}
        none={t("No field yet.")}
        columns={[
          { key: "label", head: t("Name"), cut: true, cell: (row: OwnField) => <span className="strong" title={row.about || undefined}>{row.label}</span> },
          { key: "kind", head: t("Kind"), cell: (row) => kindWord(row.kind) + (row.kind === "choice" ? `: ${row.choices.join(", ")}` : row.kind === "money" ? `, ${row.currency}` : "") },
          { key: "key", head: t("In texts"), wideOnly: true, cell: (row) => <code>{`{{ ${row.subject}.traits.${row.key} }}`}</code> },
          { key: "edit", head: <span className="hidden-words">{t("Edit")}</span>, end: true, cell: (row) => <Row field={row} onEdit={onEdit} /> },
        ]}
      />
    </Panel>
  );
}

function Row({ field, onEdit }: { field: OwnField; onEdit: (field: OwnField) => void }) {
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: (isArchived: boolean) => send("PATCH", at`/api/fields/${field.id}`, { is_archived: isArchived }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ownFieldsQuery.queryKey }),
    onError: (error) => warn(reason(error)),
  });
  const archive = () => mutate(true, { onSuccess: () => say(t('Archived "{name}"', { name: field.label }), () => mutate(false)) });
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <Button variant="subtle" size="compact-sm" onClick={() => onEdit(field)}>
        {t("Edit")}
      </Button>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={archive}>
        {t("Archive")}
      </Button>
    </Group>
  );
}

function FieldDialog({ field, onClose }: { field: OwnField | null; onClose: () => void }) {
  const [entry, setEntry] = useState<Entry>(field ?? BLANK);
  const set = (change: Partial<Entry>) => setEntry((was) => ({ ...was, ...change }));
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => (field ? send("PATCH", at`/api/fields/${field.id}`, { label: entry.label, about: entry.about, ...(entry.kind === "choice" ? { choices: entry.choices } : {}) }) : send("POST", "/api/fields", { ...entry, currency: entry.kind === "money" ? entry.currency : "" })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ownFieldsQuery.queryKey });
      say(t('Saved "{name}"', { name: entry.label }));
      onClose();
    },
  });
  const wrong = (name: string) => (save.error instanceof Problem ? save.error.fields.find((one) => one.field.endsWith(name))?.message : undefined);
  return (
    <Modal opened onClose={onClose} title={field ? t('Edit "{name}"', { name: field.label }) : t("New field")} size={460} closeButtonProps={{ "aria-label": t("Close") }}>
      <form onSubmit={(event) => { event.preventDefault(); save.mutate(); }} style={{ display: "flex", flexDirection: "column", gap: 12 }}>
        {!field && <SegmentedControl aria-label={t("Whose field is it?")} data={[{ value: "customer", label: t("Of customers") }, { value: "contact", label: t("Of contacts") }]} value={entry.subject} onChange={(subject) => set({ subject: subject as Entry["subject"] })} />}
        <TextInput label={t("Name")} required withAsterisk={false} maxLength={80} data-autofocus value={entry.label} onChange={(event) => set({ label: event.currentTarget.value })} error={wrong("label")} />
        {!field && <Select label={t("Kind")} data={KINDS.map((kind) => ({ value: kind, label: kindWord(kind) }))} value={entry.kind} onChange={(kind) => kind && set({ kind: kind as Entry["kind"] })} allowDeselect={false} />}
        {entry.kind === "choice" && <TagsInput label={t("Choices, each with Enter")} value={entry.choices} onChange={(choices) => set({ choices })} maxTags={100} acceptValueOnBlur error={wrong("choices")} />}
        {entry.kind === "money" && !field && <TextInput label={t("Currency, by its three letters")} maxLength={3} value={entry.currency} onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })} error={wrong("currency")} />}
        <TextInput label={t("What it means, for colleagues")} maxLength={300} value={entry.about} onChange={(event) => set({ about: event.currentTarget.value })} />
        {save.error && !["label", "choices", "currency"].some(wrong) && <p role="alert" style={{ margin: 0, color: "var(--mantine-color-error)" }}>{reason(save.error)}</p>}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!entry.label.trim()}>
            {t("Save")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

const KINDS: OwnField["kind"][] = ["text", "number", "money", "date", "choice", "yes_no"];

function kindWord(kind: OwnField["kind"]): string {
  return { text: t("Text"), number: t("Number"), money: t("Money"), date: t("Date"), choice: t("Choice"), yes_no: t("Yes or no") }[kind];
}
