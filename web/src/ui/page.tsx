/** The parts of every page: its head with crumbs or title, a bar of filters, a scrolling body, the line of keys. */
import { Kbd } from "@mantine/core";
import { IconChevronLeft } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { clsx } from "clsx";
import { createContext, type ReactNode, use, useEffect } from "react";
import { t } from "@/lib/t";
import classes from "./page.module.css";

/** What stands last in every head: the staff app puts the bell there. */
export const HeadEnd = createContext<ReactNode>(null);

type HeadProps = { title: string; parent?: { label: string; to: string }; beside?: ReactNode; actions?: ReactNode; isHeading?: boolean; lang?: string | null | undefined };

/** With a parent the head shows crumbs, the last of them as the page's title if `isHeading`; else the title alone. `lang`: the title's, if another than the reader's. */
export function PageHead({ title, parent, beside, actions, isHeading = false, lang }: HeadProps) {
  useEffect(() => {
    document.title = `${title} · Perennia`;
  }, [title]);
  return (
    <header className={classes.head}>
      {parent ? <Crumbs title={title} parent={parent} isHeading={isHeading} lang={lang ?? undefined} /> : <h1 className={classes.title}>{title}</h1>}
      {beside}
      <div className={classes.actions}>
        {actions}
        {use(HeadEnd)}
      </div>
    </header>
  );
}

function Crumbs({ title, parent, isHeading, lang }: { title: string; parent: { label: string; to: string }; isHeading: boolean; lang: string | undefined }) {
  const Here = isHeading ? "h1" : "span";
  return (
    <nav aria-label={t("Where you are")} className={classes.crumbs}>
      <Link to={parent.to} className={classes.up}>
        <IconChevronLeft size={20} aria-hidden="true" />
        <span>{parent.label}</span>
      </Link>
      <span className={classes.slash} aria-hidden="true">
        {"/"}
      </span>
      <Here className={clsx(isHeading ? classes.title : classes.here, "cut")} title={title} lang={lang} aria-current="page">
        {title}
      </Here>
    </nav>
  );
}

export function FilterBar({ children, label }: { children: ReactNode; label: string }) {
  return (
    <div className={classes.filters} role="group" aria-label={label}>
      {children}
    </div>
  );
}

/** A scrolling body; focusable so that the keyboard can scroll it. */
export function PageBody({ children, label, flush = false, sunken = false }: { children: ReactNode; label: string; flush?: boolean; sunken?: boolean }) {
  return (
    <div className={clsx(classes.body, !flush && classes.padded, sunken && classes.sunken)} tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}

export type Hint = { keys: string[]; text: string };

export function HintBar({ hints, children }: { hints: Hint[]; children?: ReactNode }) {
  return (
    <footer className={classes.hints}>
      {children}
      <span className={classes.keys}>
        {hints.map((hint) => (
          <span key={hint.text} className={classes.hint}>
            {hint.keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
            {hint.text}
          </span>
        ))}
      </span>
      <span className={clsx(classes.hint, classes.all)}>
        <Kbd>{"?"}</Kbd> {t("all keys")}
      </span>
    </footer>
  );
}
