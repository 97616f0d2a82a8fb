/** The frame of the settings: sections at the left, the chosen one at the right. */
import { NativeSelect } from "@mantine/core";
import { Link, useLocation, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { PageBody, PageHead } from "./page";
import classes from "./settings-frame.module.css";

export type Section = { to: string; label: string };
export type SectionGroup = { label: string; places: Section[] };

export function SettingsFrame({ title, groups, children }: { title: string; groups: SectionGroup[]; children: ReactNode }) {
  const navigate = useNavigate();
  const at = useLocation({ select: ({ pathname }) => pathname });
  return (
    <>
      <PageHead title={title} />
      <div className={classes.page}>
        <NativeSelect
          className={classes.choose}
          aria-label={title}
          value={groups.flatMap(({ places }) => places).find(({ to }) => at.startsWith(to))?.to ?? ""}
          data={groups.map(({ label, places }) => ({ group: label, items: places.map((one) => ({ value: one.to, label: one.label })) }))}
          onChange={({ currentTarget }) => void navigate({ to: currentTarget.value })}
        />
        <nav className={classes.nav} aria-label={title}>
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
