/** A lost password: the address, and the same answer whoever it belongs to. */
import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { send } from "@/lib/http";
import { t } from "@/lib/t";
import { besides } from "@/ui/refusals";
import { Entrance } from "./entrance";
import classes from "./sign-in-page.module.css";

export function LostPasswordPage() {
  const ask = useMutation({ mutationFn: (email: string) => send("POST", "/api/session/reset", { email }) });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    ask.mutate(String(new FormData(event.currentTarget).get("email")).trim());
  };
  const back = <Link to="/sign-in">{t("Back to the sign-in")}</Link>;
  if (ask.isSuccess)
    return (
      <Entrance title={t("Look into your mail")} foot={back}>
        <p className={classes.told} role="status">
          {t("If {email} belongs to somebody here, a link is on its way. It works once and ends in two hours.", { email: ask.variables })}
        </p>
      </Entrance>
    );
  return (
    <Entrance title={t("Lost your password?")} lead={t("We send you a link to choose a new one.")} foot={back}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput name="email" type="email" label={t("E-mail")} autoComplete="username" required autoFocus size="md" withAsterisk={false} error={besides(ask.error)} />
        <Button type="submit" size="md" fullWidth loading={ask.isPending}>
          {t("Send the link")}
        </Button>
      </form>
    </Entrance>
  );
}
