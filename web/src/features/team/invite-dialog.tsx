/** Inviting somebody: by mail, and by a link one may hand over oneself. */
import { Button, Group, Modal, Select, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { send } from "@/lib/http";
import { useSession } from "@/lib/session";
import type { Invitation } from "@/lib/shapes";
import { languages, t } from "@/lib/t";
import { SecretBox } from "@/ui/secret-box";
import { atField, besides } from "@/ui/refusals";
import { RoleSelect } from "./role-select";

export const INVITATIONS = ["invitations"];

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const { organisation } = useSession();
  const [role, setRole] = useState("cs_staff");
  const [language, setLanguage] = useState(organisation.language);
  const invite = useMutation({
    mutationFn: (said: Record<string, string>) => send<Invitation>("POST", "/api/invitations", said),
    onSuccess: () => client.invalidateQueries({ queryKey: INVITATIONS }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entries = new FormData(event.currentTarget);
    const said = Object.fromEntries(["name", "email", "group"].map((field) => [field, String(entries.get(field)).trim()]));
    invite.mutate({ ...said, role, language });
  };
  return (
    <Modal opened onClose={onClose} title={t("Invite somebody")} size={460} closeButtonProps={{ "aria-label": t("Close") }}>
      {invite.data ? (
        <SecretBox secret={invite.data.link ?? ""} about={t("The invitation to {email} is on its way. You may also hand over this link yourself; it works once.", { email: invite.data.email })} onDone={onClose} />
      ) : (
        <form onSubmit={submit} style={{ display: "grid", gap: 12 }}>
          <TextInput name="name" label={t("Name")} required withAsterisk={false} maxLength={200} data-autofocus error={atField(invite.error, "name")} />
          <TextInput name="email" type="email" label={t("E-mail")} required withAsterisk={false} error={atField(invite.error, "email")} />
          <RoleSelect value={role} onChange={setRole} error={atField(invite.error, "role")} />
          <TextInput name="group" label={t("Group|of members")} description={t("Members of one group may change each other's customers. May stay empty.")} maxLength={100} />
          <Select label={t("Language of the mail")} data={languages.map(({ key, name }) => ({ value: key, label: name }))} value={language} onChange={(next) => next && setLanguage(next)} allowDeselect={false} />
          {besides(invite.error, "name", "email", "role", "group") && <p role="alert" className="small">{besides(invite.error, "name", "email", "role", "group")}</p>}
          <Group justify="flex-end" gap="sm" mt={8}>
            <Button variant="default" onClick={onClose}>
              {t("Cancel")}
            </Button>
            <Button type="submit" loading={invite.isPending}>
              {t("Send the invitation")}
            </Button>
          </Group>
        </form>
      )}
    </Modal>
  );
}
