/** A new workflow: its name, and what it begins from. */
import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { send } from "@/lib/http";
import { t } from "@/lib/t";
import { atField, besides } from "@/ui/refusals";
import { workflowsQuery } from "../use-workflows";

const EMPTY = "";

export function NewWorkflow({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [audience, setAudience] = useState("customer_touch");
  const [subject, setSubject] = useState("contact");
  const [from, setFrom] = useState(EMPTY);
  const others = useQuery(workflowsQuery).data?.items ?? [];
  const begin = useMutation({
    mutationFn: () => send<{ key: string }>("POST", "/api/workflows", from === EMPTY ? { name, audience, subject } : { name, copy_of: from }),
    onSuccess: ({ key }) => {
      void client.invalidateQueries({ queryKey: ["workflows"] });
      void navigate({ to: "/workflows/$key", params: { key } });
    },
  });
  const go = (event: FormEvent) => {
    event.preventDefault();
    begin.mutate();
  };
  const wrong = besides(begin.error, "name");
  return (
    <Modal opened onClose={onClose} title={t("New workflow")} size={440} centered closeButtonProps={{ "aria-label": t("Close") }}>
      <form onSubmit={go}>
        <Stack gap={14}>
          <TextInput label={t("Name")} value={name} maxLength={120} required withAsterisk={false} onChange={(event) => setName(event.currentTarget.value)} error={atField(begin.error, "name")} data-autofocus />
          <Select label={t("Begins from")} data={[{ value: EMPTY, label: t("Nothing: an empty flow") }, ...others.map((one) => ({ value: one.key, label: t("A copy of {name}", { name: one.name }) }))]} value={from} onChange={(next) => setFrom(next ?? EMPTY)} searchable allowDeselect={false} />
          {from === EMPTY && (
            <Group grow gap={12}>
              <Select label={t("Speaks to")} data={[{ value: "customer_touch", label: t("Customers") }, { value: "internal_notification", label: t("The team") }]} value={audience} onChange={(next) => next && setAudience(next)} allowDeselect={false} />
              <Select label={t("About")} data={[{ value: "contact", label: t("each contact") }, { value: "customer", label: t("each customer") }]} value={subject} onChange={(next) => next && setSubject(next)} allowDeselect={false} />
            </Group>
          )}
          {wrong !== undefined && (
            <p role="alert" style={{ margin: 0, color: "var(--p-sla-breached-fg)" }}>
              {wrong}
            </p>
          )}
        </Stack>
        <Group justify="flex-end" gap="sm" mt={20}>
          <Button variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button type="submit" disabled={!name.trim()} loading={begin.isPending}>
            {t("Begin")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
