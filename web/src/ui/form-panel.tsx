/** A panel whose fields are saved by one button at its foot, where also stands what was refused. */
import type { FormEvent, ReactNode } from "react";
import { Panel } from "./panel";
import classes from "./form-panel.module.css";

type Props = { title: string; onSubmit: (event: FormEvent<HTMLFormElement>) => void; action: ReactNode; wrong?: string | undefined; children: ReactNode; about?: ReactNode };

export function FormPanel({ title, onSubmit, action, wrong, children, about }: Props) {
  return (
    <Panel title={title}>
      <form onSubmit={onSubmit} className={classes.form}>
        {about !== undefined && <p className={classes.about}>{about}</p>}
        <div className={classes.fields}>{children}</div>
        {wrong !== undefined && (
          <p className={classes.wrong} role="alert">
            {wrong}
          </p>
        )}
        <div className={classes.foot}>{action}</div>
      </form>
    </Panel>
  );
}
