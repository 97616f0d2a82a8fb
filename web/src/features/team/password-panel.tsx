/** One's own password; a new one ends all other logins. */
import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import { send } from "@/lib/http";
import type { Session } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FormPanel } from "@/ui/form-panel";
import { say } from "@/ui/toasts";
import { atField, besides } from "@/ui/refusals";
import { Password } from "./entrance";
import { accountQuery, useKeepSession } from "./use-account";

export function PasswordPanel() {
  const account = useQuery(accountQuery).data;
  const form = useRef<HTMLFormElement | null>(null);
  const keep = useKeepSession();
  const save = useMutation({
    mutationFn: (said: { current_password: string; password: string }) => send<Session>("POST", "/api/account/password", said),
    onSuccess: (session) => {
      keep(session);
      form.current?.reset();
      say(t("Your password is new. You are signed out everywhere else."));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    form.current = event.currentTarget;
    const entries = new FormData(event.currentTarget);
    save.mutate({ current_password: String(entries.get("current_password") ?? ""), password: String(entries.get("password")) });
  };
  return (
    <FormPanel title={t("Password")} onSubmit={submit} wrong={besides(save.error, "current_password", "password")} action={<Button type="submit" variant="default" loading={save.isPending}>{t("Change the password")}</Button>}>
      {account?.has_password !== false && <Password size="sm" name="current_password" label={t("Present password")} autoComplete="current-password" error={atField(save.error, "current_password")} />}
      <Password size="sm" name="password" label={t("New password")} placeholder={t("At least ten characters.")} autoComplete="new-password" error={atField(save.error, "password")} />
    </FormPanel>
  );
}
