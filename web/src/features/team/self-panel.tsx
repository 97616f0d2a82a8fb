/** Name and zone of one's own. */
import { Button, Select, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { send } from "@/lib/http";
import { useSession } from "@/lib/session";
import type { Session } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FormPanel } from "@/ui/form-panel";
import { say } from "@/ui/toasts";
import { atField, besides } from "@/ui/refusals";
import { roleName } from "./role-name";
import { useKeepSession } from "./use-account";

export function SelfPanel() {
  const { member, organisation } = useSession();
  const [zone, setZone] = useState(member.zone);
  const keep = useKeepSession();
  const save = useMutation({
    mutationFn: (said: { name: string; zone: string }) => send<Session>("PATCH", "/api/account", said),
    onSuccess: (session) => {
      keep(session);
      say(t("Saved"));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.mutate({ name: String(new FormData(event.currentTarget).get("name")).trim(), zone });
  };
  return (
    <FormPanel title={t("Who you are")} onSubmit={submit} wrong={besides(save.error, "name", "zone")} action={<Button type="submit" variant="default" loading={save.isPending}>{t("Save")}</Button>}>
      <TextInput name="name" label={t("Name")} defaultValue={member.name} required withAsterisk={false} maxLength={200} error={atField(save.error, "name")} />
      <TextInput label={t("E-mail")} value={member.email} readOnly description={t("{role}. An administrator can change both.", { role: roleName(member.role) })} />
      <ZoneSelect label={t("Time zone")} value={zone} onChange={setZone} placeholder={t("As the organisation: {zone}", { zone: organisation.zone })} error={atField(save.error, "zone")} />
    </FormPanel>
  );
}

type ZoneProps = { label: string; value: string; onChange: (zone: string) => void; placeholder?: string; error?: string | undefined; description?: string };

export function ZoneSelect({ value, onChange, ...rest }: ZoneProps) {
  const zones = Intl.supportedValuesOf("timeZone");
  const data = value && !zones.includes(value) ? [value, ...zones] : zones;
  return <Select {...rest} data={data} value={value || null} onChange={(next) => onChange(next ?? "")} searchable clearable={rest.placeholder !== undefined} limit={60} nothingFoundMessage={t("No such zone")} clearButtonProps={{ "aria-label": t("As the organisation") }} />;
}
