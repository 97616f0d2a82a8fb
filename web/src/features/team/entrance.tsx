/** The card in front of the app: one question in the middle of the page, for who has not come in yet. */
import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { t } from "@/lib/t";
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

/** The key behind the # of a link; it never reaches a server by itself. */
export function keyOfLink(): string {
  return window.location.hash.slice(1);
}
