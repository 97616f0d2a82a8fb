/** Adds a customer by hand; what follows from it (a welcome, a tag) is the workflows' doing. */
import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { Problem, send } from "@/lib/http";
import type { CustomerDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { say } from "@/ui/toasts";

type Entry = { name: string; website?: string; plan?: string };

export function AddCustomer({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const add = useMutation({
    mutationFn: (entry: Entry) => send<Partial<CustomerDetail>>("POST", "/api/customers", entry),
    onSuccess: (made, { name }) => {
      void client.invalidateQueries({ queryKey: ["customers"] });
      say(t("{name} is a customer now", { name }));
      onClose();
      if (made.id !== undefined) void navigate({ to: "/customers/$id", params: { id: made.id } });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    add.mutate({ name: text("name"), ...(text("website") && { website: text("website") }), ...(text("plan") && { plan: text("plan") }) });
  };
  const wrong = (field: string) => (add.error instanceof Problem ? add.error.fields.find((one) => one.field === field)?.message : undefined);
  const general = add.error && !["name", "website", "plan"].some(wrong) ? reason(add.error) : undefined;
  return (
    <Modal opened onClose={onClose} title={t("Add a customer")} size={440} closeButtonProps={{ "aria-label": t("Close") }}>
      <form onSubmit={submit} style={{ display: "flex", flexDirection: "column", gap: 12 }}>
        <TextInput name="name" label={t("Name")} required withAsterisk={false} maxLength={200} data-autofocus error={wrong("name") ?? general} />
        <TextInput name="website" label={t("Website, if there is one")} error={wrong("website")} />
        <TextInput name="plan" label={t("Plan, if known")} error={wrong("plan")} />
        <p className="quiet small" style={{ margin: 0 }}>
          {t("Workflows that begin with a new account will begin.")}
        </p>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button type="submit" loading={add.isPending}>
            {t("Add the customer")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
