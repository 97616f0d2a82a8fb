/** A panel: a quiet frame with a 13 px title and at most one aside. */
import { clsx } from "clsx";
import type { ReactNode } from "react";
import classes from "./panel.module.css";

type PanelProps = { title?: ReactNode; aside?: ReactNode; children: ReactNode; flush?: boolean; label?: string };

/** `flush` lets rows reach the frame; `label` names a panel whose title is no plain text. */
export function Panel({ title, aside, children, flush = false, label }: PanelProps) {
  return (
    <section className={classes.panel} aria-label={label ?? (typeof title === "string" ? title : undefined)}>
      {(title ?? aside) !== undefined && (
        <header className={classes.head}>
          <h2 className={classes.title}>{title}</h2>
          {aside !== undefined && <div className={clsx(classes.aside, typeof aside === "string" && classes.remark)}>{aside}</div>}
        </header>
      )}
      <div className={clsx(!flush && classes.body)}>{children}</div>
    </section>
  );
}

export type Fact = { key: string; label: ReactNode; value: ReactNode; missing?: boolean };

/** Two columns of what is known; what is missing is said, not dashed. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map((fact) => (
        <div key={fact.key} className={classes.fact}>
          <dt>{fact.label}</dt>
          <dd className={clsx(fact.missing && classes.missing)}>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
