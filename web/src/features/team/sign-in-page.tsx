/** The sign-in: e-mail, password, and a plain word when they do not fit. */
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type FormEvent, useEffect, useRef } from "react";
import { Problem, send } from "@/lib/http";
import { sessionQuery } from "@/lib/session";
import type { Session } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { Mark } from "@/ui/wordmark";
import { LanguageLinks } from "./language-links";
import classes from "./sign-in-page.module.css";

type Entry = { email: string; password: string };

export function SignInPage({ goOn }: { goOn: string }) {
  const { history } = useRouter();
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const signIn = useMutation({
    mutationFn: (entry: Entry) => send<Session>("POST", "/api/session", entry),
    onSuccess: (session) => {
      client.clear();
      client.setQueryData(sessionQuery.queryKey, session);
      history.push(goOn);
    },
    onError: () => form.current?.querySelector<HTMLInputElement>("[name=password]")?.select(),
  });
  useEffect(() => {
    document.title = `${t("Sign in")} · Perennia`;
  }, []);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entries = new FormData(event.currentTarget);
    signIn.mutate({ email: String(entries.get("email")).trim(), password: String(entries.get("password")) });
  };
  return (
    <div className={classes.page}>
      <main className={classes.card}>
        <div className={classes.brand}>
          <Mark size={40} />
          <h1 className={classes.title}>{t("Sign in to Perennia")}</h1>
          <p className={classes.lead}>{t("Customer success that tells you why.")}</p>
        </div>
        <form ref={form} onSubmit={submit} className={classes.form}>
          <TextInput name="email" type="email" label={t("E-mail")} autoComplete="username" required autoFocus size="md" withAsterisk={false} />
          <PasswordInput
            name="password"
            label={t("Password")}
            autoComplete="current-password"
            required
            size="md"
            withAsterisk={false}
            error={signIn.error ? refusal(signIn.error) : undefined}
            visibilityToggleButtonProps={{ "aria-label": t("Show the password") }}
          />
          <Button type="submit" size="md" fullWidth loading={signIn.isPending}>
            {t("Sign in")}
          </Button>
        </form>
        <p className={classes.help}>{t("No account, or the password is lost? Your administrator can invite you again.")}</p>
      </main>
      <LanguageLinks />
    </div>
  );
}

function refusal(error: Error): string {
  if (!(error instanceof Problem)) return reason(error);
  if (error.code === "wrong_sign_in") return t("This e-mail and password do not belong together.");
  if (error.status === 429) return t("Too many tries. Wait {n} seconds, then try again.", { n: error.retryAfter ?? 60 });
  return reason(error);
}
