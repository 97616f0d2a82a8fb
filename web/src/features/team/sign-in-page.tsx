/** The sign-in: e-mail and password, the company's own sign-in, and the second step where one has it. */
import { Alert, Button, Divider, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Navigate, useRouter } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import { get, Problem, send } from "@/lib/http";
import { sessionQuery } from "@/lib/session";
import type { Session, Ways } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { besides } from "@/ui/refusals";
import { Entrance, Password } from "./entrance";
import classes from "./sign-in-page.module.css";

type Entry = { email: string; password: string };
type Props = { goOn: string; step?: string | undefined; trouble?: string | undefined };

export const waysQuery = { queryKey: ["ways"], queryFn: ({ signal }: { signal: AbortSignal }) => get<Ways>("/api/session/ways", { signal }) };

export function SignInPage({ goOn, step, trouble }: Props) {
  const ways = useQuery(waysQuery);
  const [half, setHalf] = useState(step === "code");
  if (ways.data?.set_up) return <Navigate to="/set-up" replace />;
  if (half) return <SecondStep goOn={goOn} onBack={() => setHalf(false)} />;
  return (
    <Entrance title={t("Sign in to Perennia")} lead={t("Customer success that tells you why.")} logo={ways.data?.has_logo ?? false} foot={<Link to="/lost-password">{t("Lost your password?")}</Link>}>
      {trouble && (
        <Alert color="red" mb="md" role="alert">
          {troubleInWords(trouble)}
        </Alert>
      )}
      {ways.data?.provider && <ProviderButton name={ways.data.provider} goOn={goOn} />}
      <PasswordForm goOn={goOn} onHalf={() => setHalf(true)} />
    </Entrance>
  );
}

/** Remembers who came in, and goes to where they wanted to be. */
export function useEntered(goOn: string): (session: Session) => void {
  const { history } = useRouter();
  const client = useQueryClient();
  return (session) => {
    client.clear();
    client.setQueryData(sessionQuery.queryKey, session);
    history.push(goOn);
  };
}

function PasswordForm({ goOn, onHalf }: { goOn: string; onHalf: () => void }) {
  const form = useRef<HTMLFormElement>(null);
  const entered = useEntered(goOn);
  const signIn = useMutation({
    mutationFn: (entry: Entry) => send<Session>("POST", "/api/session", entry),
    onSuccess: entered,
    onError: (error) => (isCodeNeeded(error) ? onHalf() : form.current?.querySelector<HTMLInputElement>("[name=password]")?.select()),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entries = new FormData(event.currentTarget);
    signIn.mutate({ email: String(entries.get("email")).trim(), password: String(entries.get("password")) });
  };
  return (
    <form ref={form} onSubmit={submit} className={classes.form}>
      <TextInput name="email" type="email" label={t("E-mail")} autoComplete="username" required autoFocus size="md" withAsterisk={false} />
      <Password name="password" label={t("Password")} autoComplete="current-password" error={signIn.error && !isCodeNeeded(signIn.error) ? refusal(signIn.error) : undefined} />
      <Button type="submit" size="md" fullWidth loading={signIn.isPending}>
        {t("Sign in")}
      </Button>
    </form>
  );
}

function SecondStep({ goOn, onBack }: { goOn: string; onBack: () => void }) {
  const entered = useEntered(goOn);
  const finish = useMutation({ mutationFn: (code: string) => send<Session>("POST", "/api/session/code", { code }), onSuccess: entered });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    finish.mutate(String(new FormData(event.currentTarget).get("code")).trim());
  };
  const back = (
    <button type="button" className={classes.plain} onClick={onBack}>
      {t("Sign in as somebody else")}
    </button>
  );
  return (
    <Entrance title={t("One more step")} lead={t("Write the code your app shows now. Without the app, one of your recovery codes does it too.")} foot={back}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput name="code" label={t("Code")} autoComplete="one-time-code" required autoFocus size="md" withAsterisk={false} error={besides(finish.error)} />
        <Button type="submit" size="md" fullWidth loading={finish.isPending}>
          {t("Sign in")}
        </Button>
      </form>
    </Entrance>
  );
}

function ProviderButton({ name, goOn }: { name: string; goOn: string }) {
  const begin = useMutation({
    mutationFn: () => send<{ url: string }>("POST", "/api/session/provider", { to: goOn }),
    onSuccess: ({ url }) => window.location.assign(url),
  });
  return (
    <>
      <Button size="md" fullWidth variant="default" loading={begin.isPending} onClick={() => begin.mutate()}>
        {t("Sign in with {name}", { name })}
      </Button>
      {begin.error && <p className={classes.wrong} role="alert">{reason(begin.error)}</p>}
      <Divider my="md" label={t("or with your password")} />
    </>
  );
}

function isCodeNeeded(error: Error): boolean {
  return error instanceof Problem && error.code === "code_needed";
}

function refusal(error: Error): string | undefined {
  if (error instanceof Problem && error.code === "wrong_sign_in") return t("This e-mail and password do not belong together.");
  return besides(error);
}

function troubleInWords(trouble: string): string {
  const words: Record<string, string> = {
    address_not_verified: t("Your company's sign-in does not vouch for your e-mail address. Ask whoever runs it to confirm the address."),
    not_invited: t("Nobody here has your e-mail address. Ask an administrator to invite you."),
  };
  return words[trouble] ?? t("Your company's sign-in did not work. Try again, or sign in with your password.");
}
