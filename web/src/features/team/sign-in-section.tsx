/** Settings, Sign-in: which roles need a second step, and the company's own sign-in. */
import { Button, Checkbox, PasswordInput, Switch, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { get, send } from "@/lib/http";
import type { SignInSettings } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FormPanel } from "@/ui/form-panel";
import { SectionHead } from "@/ui/settings-frame";
import { Coming, Wrong } from "@/ui/states";
import { say } from "@/ui/toasts";
import { atField, besides } from "@/ui/refusals";
import { roleName } from "./role-name";
import { ROLES } from "./role-select";

const KEY = ["sign-in"];

export function SignInSection() {
  const query = useQuery({ queryKey: KEY, queryFn: ({ signal }) => get<SignInSettings>("/api/sign-in", { signal }) });
  return (
    <>
      <SectionHead title={t("Sign-in")}>{t("How people prove who they are. Passwords have at least ten characters; ten tries a minute from one address.")}</SectionHead>
      {query.isPending && <Coming what={t("Reading the settings")} rows={3} />}
      {query.isError && <Wrong what={t("The settings did not load.")} error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <SecondStepRoles now={query.data} />}
      {query.data && <ProviderForm now={query.data} />}
    </>
  );
}

function useKeep() {
  const client = useQueryClient();
  return (now: SignInSettings) => {
    client.setQueryData(KEY, now);
    void client.invalidateQueries({ queryKey: ["session"] });
    say(t("Saved"));
  };
}

function SecondStepRoles({ now }: { now: SignInSettings }) {
  const [roles, setRoles] = useState(now.second_step_roles);
  const save = useMutation({ mutationFn: () => send<SignInSettings>("PUT", "/api/sign-in/second-step", { roles }), onSuccess: useKeep() });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const without = now.without > 0 && <span className="quiet small">{t("{n} of them have none yet and set it up at their next click.", { n: now.without })}</span>;
  return (
    <FormPanel title={t("Second step")} onSubmit={submit} wrong={besides(save.error)} about={t("These roles need a code of an app besides the password. Who has none may do nothing before it is set up.")} action={<>{without}<Button type="submit" variant="default" loading={save.isPending}>{t("Save")}</Button></>}>
      <Checkbox.Group value={roles} onChange={setRoles} aria-label={t("Roles that need a second step")}>
        <div style={{ display: "grid", gap: 8 }}>
          {ROLES.map((role) => (
            <Checkbox key={role} value={role} label={roleName(role)} />
          ))}
        </div>
      </Checkbox.Group>
    </FormPanel>
  );
}

const FIELDS = ["name", "issuer", "client_id", "secret"];

function ProviderForm({ now }: { now: SignInSettings }) {
  const { provider } = now;
  const [on, setOn] = useState(provider?.is_on ?? true);
  const save = useMutation({ mutationFn: (said: Record<string, unknown>) => send<SignInSettings>("PUT", "/api/sign-in/provider", said), onSuccess: useKeep() });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entries = new FormData(event.currentTarget);
    const said = Object.fromEntries(FIELDS.map((field) => [field, String(entries.get(field) ?? "").trim()]));
    save.mutate({ ...said, secret: said["secret"] || null, is_on: on });
  };
  const fixed = provider?.is_fixed ?? false;
  const about = fixed ? t("Named by PERENNIA_OIDC_ISSUER where Perennia is started, so it is changed there.") : t("OpenID Connect, as Google Workspace, Microsoft Entra, Okta or Keycloak speak it. It opens the account of a member or an invited person whose address it has verified.");
  const field = (name: string, value: string | undefined) => ({ name, defaultValue: value ?? "", readOnly: fixed, withAsterisk: false, error: atField(save.error, name) });
  return (
    <FormPanel title={t("Your company's own sign-in")} onSubmit={submit} wrong={besides(save.error, ...FIELDS)} about={about} action={fixed ? null : <Button type="submit" variant="default" loading={save.isPending}>{t("Save")}</Button>}>
      <TextInput {...field("name", provider?.name)} label={t("What the button says")} placeholder={t("Acme login")} required maxLength={60} />
      <TextInput {...field("issuer", provider?.issuer)} label={t("Address of the provider (issuer)")} required />
      <TextInput {...field("client_id", provider?.client_id)} label={t("Client ID")} required />
      <PasswordInput {...field("secret", "")} label={t("Client secret")} placeholder={provider?.has_secret ? t("kept, and not shown") : ""} autoComplete="off" visibilityToggleButtonProps={{ "aria-label": t("Show the secret") }} />
      <TextInput label={t("Redirect address to allow there")} value={now.callback} readOnly onFocus={(event) => event.currentTarget.select()} />
      {!fixed && <Switch mt={24} label={t("People may sign in by it")} checked={on} onChange={(event) => setOn(event.currentTarget.checked)} />}
    </FormPanel>
  );
}
