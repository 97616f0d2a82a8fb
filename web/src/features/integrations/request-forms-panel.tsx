/** Request forms: pages on which customers ask for something, each with its address. */
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { number } from "@/lib/format";
import type { RequestForm } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { Ago } from "@/ui/moment";
import { Panel } from "@/ui/panel";
import { type SimpleColumn, SimpleTable } from "@/ui/simple-table";
import { Coming, Empty, Wrong } from "@/ui/states";
import { say } from "@/ui/toasts";
import classes from "./integrations.module.css";
import { RequestFormDialog } from "./request-form-dialog";
import { requestFormsQuery } from "./use-request-forms";

export function RequestFormsPanel() {
  const query = useQuery(requestFormsQuery);
  const [editing, setEditing] = useState<RequestForm | "new" | null>(null);
  const items = query.data?.items ?? [];
  const add = (
    <Button variant="default" size="compact-sm" leftSection={<IconPlus size={15} aria-hidden="true" />} onClick={() => setEditing("new")}>
      {t("New form")}
    </Button>
  );
  return (
    <Panel title={t("Request forms")} aside={items.length > 0 ? add : undefined} flush>
      {query.isPending && <Coming what={t("Reading the forms")} rows={2} />}
      {query.isError && !query.data && <Wrong what={t("The forms did not load.")} error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && items.length === 0 && (
        <Empty title={t("No request form yet")} action={add}>
          {t("A page of your brand on which customers ask for something to be done. The owner gets it as a task, and the customer hears by when.")}
        </Empty>
      )}
      {items.length > 0 && <SimpleTable label={t("Request forms")} rows={items} keyOf={(row) => String(row.id)} none={null} columns={columns(setEditing)} />}
      {editing && <RequestFormDialog form={editing === "new" ? null : editing} onClose={() => setEditing(null)} />}
    </Panel>
  );
}

function copy(address: string) {
  void navigator.clipboard.writeText(address).then(() => say(t("Copied")));
}

function columns(open: (form: RequestForm) => void): SimpleColumn<RequestForm>[] {
  return [
    {
      key: "title",
      head: t("Form"),
      cut: true,
      cell: (row) => (
        <button type="button" className={classes.name} onClick={() => open(row)}>
          <span className="strong cut">{row.title}</span>
          <span className="quiet small cut">{row.url}</span>
        </button>
      ),
    },
    { key: "state", head: t("State"), cell: (row) => <StateChip tone={row.is_active ? "good" : "quiet"}>{row.is_active ? t("Open|form") : t("Closed|form")}</StateChip> },
    { key: "sent", head: t("Requests"), end: true, wideOnly: true, cell: (row) => <span className="num">{number(row.sent)}</span> },
    { key: "last", head: t("Last request"), end: true, wideOnly: true, cell: (row) => (row.sent_at ? <Ago at={row.sent_at} /> : t("never")) },
    {
      key: "do",
      head: <span className="hidden-words">{t("Copy the link")}</span>,
      end: true,
      cell: (row) =>
        row.is_active && (
          <Button variant="subtle" size="compact-sm" onClick={() => copy(row.url)} aria-label={t("Copy the link to {name}", { name: row.title })}>
            {t("Copy the link")}
          </Button>
        ),
    },
  ];
}
