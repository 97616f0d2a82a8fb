/** Behind the link of an invitation: who one is, and a password. */
import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { send } from "@/lib/http";
import type { Session, Welcome } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { atField, besides } from "@/ui/refusals";
import { Entrance, keyOfLink, Password } from "./entrance";
import { roleName } from "./role-name";
import classes from "./sign-in-page.module.css";
import { useEntered } from "./sign-in-page";

export function JoinPage() {
  const [token] = useState(keyOfLink);
  const open = useQuery({ queryKey: ["invitation", token], queryFn: () => send<Welcome>("POST", "/api/invitations/open", { token }), retry: false, refetchOnWindowFocus: false });
  if (open.isError)
    return (
      <Entrance title={t("This invitation does not open")} foot={<Link to="/sign-in">{t("Go to the sign-in")}</Link>}>
        <p className={classes.told}>{reason(open.error)}</p>
      </Entrance>
    );
  if (!open.data) return <Entrance title={t("Opening the invitation")} />;
  return <Accept token={token} welcome={open.data} />;
}

function Accept({ token, welcome }: { token: string; welcome: Welcome }) {
  const entered = useEntered("/");
  const accept = useMutation({ mutationFn: (entry: { name: string; password: string }) => send<Session>("POST", "/api/invitations/accept", { token, ...entry }), onSuccess: entered });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entries = new FormData(event.currentTarget);
    accept.mutate({ name: String(entries.get("name")).trim(), password: String(entries.get("password")) });
  };
  const by = welcome.invited_by;
  const lead = by ? t("{name} invites you as {role}.", { name: by, role: roleName(welcome.role) }) : t("You are invited as {role}.", { role: roleName(welcome.role) });
  return (
    <Entrance title={t("Welcome to {organisation}", { organisation: welcome.organisation })} lead={lead} foot={besides(accept.error, "name", "password")}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput label={t("E-mail")} value={welcome.email} readOnly size="md" autoComplete="username" />
        <TextInput name="name" label={t("Your name")} defaultValue={welcome.name} required size="md" withAsterisk={false} maxLength={200} autoComplete="name" error={atField(accept.error, "name")} />
        <Password name="password" label={t("Password")} description={t("At least ten characters.")} autoComplete="new-password" autoFocus error={atField(accept.error, "password")} />
        <Button type="submit" size="md" fullWidth loading={accept.isPending}>
          {t("Join the team")}
        </Button>
      </form>
    </Entrance>
  );
}
