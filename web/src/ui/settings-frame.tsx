/** The frame of the settings: sections at the left, the chosen one at the right. */
import { Link, useLocation } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import { PageBody, PageHead } from "./page";
import classes from "./settings-frame.module.css";

export type Section = { to: string; label: string };
export type SectionGroup = { label: string; places: Section[] };

export function SettingsFrame({ title, groups, children }: { title: string; groups: SectionGroup[]; children: ReactNode }) {
  const nav = useRef<HTMLElement>(null);
  const at = useLocation({ select: ({ pathname }) => pathname });
  // On a phone the chosen section may lie outside of what is seen.
  useEffect(() => {
    const links = [...(nav.current?.querySelectorAll("a") ?? [])];
    links.find(({ pathname }) => at.startsWith(pathname))?.scrollIntoView?.({ block: "nearest", inline: "center" });
  }, [at]);
  return (
    <>
      <PageHead title={title} />
      <div className={classes.page}>
        <nav ref={nav} className={classes.nav} aria-label={title}>
          {groups.map((group) => (
            <div key={group.label} role="group" aria-label={group.label} className={classes.group}>
              <span className={classes.groupName} aria-hidden="true">
                {group.label}
              </span>
              {group.places.map(({ to, label }) => (
                <Link key={to} to={to} className={classes.item} activeProps={{ className: classes.on, "aria-current": "page" }}>
                  {label}
                </Link>
              ))}
            </div>
          ))}
        </nav>
        <PageBody label={title}>
          <div className={classes.body}>{children}</div>
        </PageBody>
      </div>
    </>
  );
}

/** The head of a section: what it is, and a sentence about it. */
export function SectionHead({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <header className={classes.head}>
      <div>
        <h2 className={classes.title}>{title}</h2>
        {children !== undefined && <p className={classes.about}>{children}</p>}
      </div>
      {action}
    </header>
  );
}
