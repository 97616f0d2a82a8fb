/** Behind the link of a lost password: the new one. */
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { send } from "@/lib/http";
import { t } from "@/lib/t";
import { atField, besides } from "@/ui/refusals";
import { Entrance, keyOfLink, Password } from "./entrance";
import classes from "./sign-in-page.module.css";

export function ResetPasswordPage() {
  const [token] = useState(keyOfLink);
  const renew = useMutation({ mutationFn: (password: string) => send("POST", "/api/session/reset/password", { token, password }) });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    renew.mutate(String(new FormData(event.currentTarget).get("password")));
  };
  if (renew.isSuccess)
    return (
      <Entrance title={t("Your password is new")} lead={t("You are signed out everywhere else.")}>
        <Button component={Link} to="/sign-in" size="md" fullWidth>
          {t("Sign in")}
        </Button>
      </Entrance>
    );
  return (
    <Entrance title={t("Choose a new password")} foot={<Link to="/lost-password">{t("Ask for a new link")}</Link>}>
      <form onSubmit={submit} className={classes.form}>
        <Password name="password" label={t("New password")} description={t("At least ten characters.")} autoComplete="new-password" autoFocus error={atField(renew.error, "password") ?? besides(renew.error, "password")} />
        <Button type="submit" size="md" fullWidth loading={renew.isPending}>
          {t("Save the password")}
        </Button>
      </form>
    </Entrance>
  );
}
