/** What stands in the place of rows: nothing yet, nothing that matches, still coming, or something went wrong. */
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { Problem } from "@/lib/http";
import { t } from "@/lib/t";
import classes from "./states.module.css";
import { Sprout } from "./wordmark";

type EmptyProps = { title: string; children?: ReactNode; action?: ReactNode };

/** The first time: what belongs here, one action, one alternative. */
export function Empty({ title, children, action }: EmptyProps) {
  return (
    <div className={classes.empty}>
      <Sprout />
      <p className={classes.title}>{title}</p>
      {children !== undefined && <p className={classes.text}>{children}</p>}
      {action}
    </div>
  );
}

export function NothingMatches({ title, onClear }: { title: string; onClear?: (() => void) | undefined }) {
  return (
    <div className={classes.empty}>
      <p className={classes.text}>
        {title}{" "}
        {onClear && (
          <button type="button" className={classes.link} onClick={onClear}>
            {t("Clear filters")}
          </button>
        )}
      </p>
    </div>
  );
}

/** What happened, what is safe, what to do; stands in the panel that failed. */
export function Wrong({ what, error, onRetry }: { what: string; error: unknown; onRetry?: () => void }) {
  return (
    <div className={classes.wrong} role="alert">
      <IconAlertTriangle size={18} aria-hidden="true" className={classes.sign} />
      <div className={classes.words}>
        <p className={classes.what}>{what}</p>
        <p>{reason(error)}</p>
      </div>
      {onRetry && (
        <Button variant="default" leftSection={<IconRefresh size={14} aria-hidden="true" />} onClick={onRetry}>
          {t("Try again")}
        </Button>
      )}
    </div>
  );
}

/** The server's own sentence when it has one, else what one should know. */
export function reason(error: unknown): string {
  if (!(error instanceof Problem)) return t("Something unexpected happened on this page. Nothing is lost.");
  if (error.status === 0) return t("The server could not be reached. Nothing is lost; check the connection and try again.");
  if (error.status === 403) return error.message || t("Your role does not include this.");
  if (error.status >= 500) return t("The server had trouble with this. Nothing is lost, and the rest of the page is up to date.");
  return error.message || t("The server refused this. Nothing has changed.");
}

/** Nothing for 200 ms, then the shape of what comes; past five seconds it says what is being done. */
export function Coming({ rows = 6, what }: { rows?: number; what: string }) {
  const late = useLate(200);
  const veryLate = useLate(5000);
  if (!late) return <div className={classes.coming} aria-busy="true" />;
  return (
    <div className={classes.coming} aria-busy="true" role="status">
      <span className="hidden-words">{what}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={classes.shape} aria-hidden="true">
          <i className={classes.dot} />
          <i className={classes.line} style={{ width: `${64 - ((row * 17) % 40)}%` }} />
        </div>
      ))}
      {veryLate && <p className={classes.text}>{what}</p>}
    </div>
  );
}

export function useLate(after: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), after);
    return () => clearTimeout(timer);
  }, [after]);
  return late;
}
