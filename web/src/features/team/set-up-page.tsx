/** The very first page of a new server: who administers it, proved by the code of the terminal. */
import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { send } from "@/lib/http";
import type { Session } from "@/lib/shapes";
import { t } from "@/lib/t";
import { atField, besides } from "@/ui/refusals";
import { Entrance, Password } from "./entrance";
import classes from "./sign-in-page.module.css";
import { useEntered, waysQuery } from "./sign-in-page";

const FIELDS = ["code", "organisation", "name", "email", "password"] as const;
type Claim = Record<(typeof FIELDS)[number], string>;

export function SetUpPage() {
  const ways = useQuery(waysQuery);
  const entered = useEntered("/welcome");
  const claim = useMutation({ mutationFn: (said: Claim) => send<Session>("POST", "/api/set-up", said), onSuccess: entered });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entries = new FormData(event.currentTarget);
    claim.mutate(Object.fromEntries(FIELDS.map((field) => [field, String(entries.get(field)).trim()])) as Claim);
  };
  // Whoever has just claimed it is on the way in, though by now the server says that it is taken.
  const isEntering = claim.isPending || claim.isSuccess;
  if (ways.data && !ways.data.set_up && !isEntering) return <Navigate to="/sign-in" replace />;
  const field = (name: keyof Claim) => ({ name, required: true, size: "md" as const, withAsterisk: false, error: atField(claim.error, name) });
  return (
    <Entrance title={t("Set up Perennia")} lead={t("You become its administrator. It takes a minute; the rest is a list you can leave at any time.")}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput {...field("code")} label={t("Code from the terminal")} description={t("It was printed where Perennia was started.")} autoComplete="off" autoFocus />
        <TextInput {...field("organisation")} label={t("Organisation")} autoComplete="organization" maxLength={200} />
        <TextInput {...field("name")} label={t("Your name")} autoComplete="name" maxLength={200} />
        <TextInput {...field("email")} type="email" label={t("E-mail")} autoComplete="username" />
        <Password {...field("password")} label={t("Password")} description={t("At least ten characters.")} autoComplete="new-password" />
        {besides(claim.error, ...FIELDS) && <p className={classes.wrong} role="alert">{besides(claim.error, ...FIELDS)}</p>}
        <Button type="submit" size="md" fullWidth loading={claim.isPending}>
          {t("Set up Perennia")}
        </Button>
      </form>
    </Entrance>
  );
}
