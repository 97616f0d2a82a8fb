/** The card in front of the app: one question in the middle of the page, for who has not come in yet. */
import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { Problem } from "@/lib/http";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { Mark } from "@/ui/wordmark";
import { LanguageLinks } from "./language-links";
import classes from "./sign-in-page.module.css";

type Props = { title: string; lead?: ReactNode; children?: ReactNode; foot?: ReactNode; logo?: boolean };

export function Entrance({ title, lead, children, foot, logo = false }: Props) {
  useEffect(() => {
    document.title = `${title} · Perennia`;
  }, [title]);
  return (
    <div className={classes.page}>
      <main className={classes.card}>
        <div className={classes.brand}>
          {logo ? <img className={classes.logo} src="/api/organisation/logo" alt="" /> : <Mark size={40} />}
          <h1 className={classes.title}>{title}</h1>
          {lead !== undefined && <p className={classes.lead}>{lead}</p>}
        </div>
        {children}
        {foot !== undefined && <div className={classes.help}>{foot}</div>}
      </main>
      <LanguageLinks />
    </div>
  );
}

export function Password(props: PasswordInputProps) {
  return <PasswordInput required size="md" withAsterisk={false} visibilityToggleButtonProps={{ "aria-label": t("Show the password") }} {...props} />;
}

/** What a refused form says at a field; null when another field is at fault. */
export function atField(error: Error | null, ...fields: string[]): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  return error.fields.find(({ field }) => fields.includes(field.replace(/^body\./, "")))?.message;
}

/** What belongs to no field of the form. */
export function besides(error: Error | null, ...fields: string[]): string | undefined {
  if (error === null) return undefined;
  if (error instanceof Problem && error.status === 429) return t("Too many tries. Wait {n} seconds, then try again.", { n: error.retryAfter ?? 60 });
  const placed = error instanceof Problem && error.fields.length > 0 && error.fields.every(({ field }) => fields.includes(field.replace(/^body\./, "")));
  return placed ? undefined : reason(error);
}

/** The key behind the # of a link; it never reaches a server by itself. */
export function keyOfLink(): string {
  return window.location.hash.slice(1);
}
