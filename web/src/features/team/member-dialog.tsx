/** Changing a member: name, role, group, and a new password in need. */
import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Member } from "@/lib/shapes";
import { t } from "@/lib/t";
import { say } from "@/ui/toasts";
import { atField, besides } from "@/ui/refusals";
import { Password } from "./entrance";
import { RoleSelect } from "./role-select";
import { type MemberSaid, useMemberChange } from "./use-member-change";

export function MemberDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const [role, setRole] = useState(member.role);
  const { save } = useMemberChange(member);
  const change = useMutation({
    mutationFn: save,
    onSuccess: () => {
      say(t("Saved"));
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entries = new FormData(event.currentTarget);
    const password = String(entries.get("password"));
    const said: MemberSaid = { name: String(entries.get("name")).trim(), group: String(entries.get("group")).trim() };
    change.mutate({ ...said, ...(role === member.role ? {} : { role }), ...(password ? { password } : {}) });
  };
  return (
    <Modal opened onClose={onClose} title={t("Change {name}", { name: member.name })} size={460} closeButtonProps={{ "aria-label": t("Close") }}>
      <form onSubmit={submit} style={{ display: "grid", gap: 12 }}>
        <TextInput name="name" label={t("Name")} defaultValue={member.name} required withAsterisk={false} maxLength={200} data-autofocus error={atField(change.error, "name")} />
        <RoleSelect value={role} onChange={setRole} error={atField(change.error, "role")} />
        <TextInput name="group" label={t("Group|of members")} defaultValue={member.group} maxLength={100} />
        <Password size="sm" required={false} name="password" label={t("New password")} description={t("Only if they cannot use the link of a lost password.")} autoComplete="new-password" error={atField(change.error, "password")} />
        <p className="quiet small">{t("Another role or password signs them out everywhere.")}</p>
        {besides(change.error, "name", "role", "group", "password") && <p role="alert" className="small">{besides(change.error, "name", "role", "group", "password")}</p>}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t("Save")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
