/** Small labels: states are tinted, tags are outlined, filters can be pressed; so they never look alike. */
import { IconX } from "@tabler/icons-react";
import { clsx } from "clsx";
import { type ComponentPropsWithRef, createContext, type ReactNode, useContext } from "react";
import classes from "./chips.module.css";

export type Tone = "quiet" | "good" | "info" | "warn" | "bad" | "plum";

export function StateChip({ tone = "quiet", icon, children }: { tone?: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={clsx(classes.chip, classes.state, classes[tone])}>
      {icon}
      <span className="cut">{children}</span>
    </span>
  );
}

/** The colours tags have been given, by their names; who draws the app says them once. */
export const TagTones = createContext<ReadonlyMap<string, Tone>>(new Map());

/** A tag keeps its outline whatever its colour: a dot says it, so that it never looks like a state. */
export function TagChip({ children, onRemove, removeLabel }: { children: ReactNode; onRemove?: (() => void) | undefined; removeLabel?: string }) {
  const tone = useContext(TagTones).get(typeof children === "string" ? children : "");
  return (
    <span className={clsx(classes.chip, classes.tag)}>
      {tone && <ToneDot tone={tone} />}
      <span className="cut">{children}</span>
      {onRemove && (
        <button type="button" className={classes.remove} onClick={onRemove} aria-label={removeLabel}>
          <IconX size={12} aria-hidden="true" />
        </button>
      )}
    </span>
  );
}

export function ToneDot({ tone }: { tone: Tone }) {
  return <i className={classes.dot} data-tone={tone} aria-hidden="true" />;
}

type FilterProps = { on?: boolean; value?: ReactNode } & ComponentPropsWithRef<"button">;

/** A filter: the field, then its value in bold; `on` once it narrows the list. */
export function FilterChip({ on = false, value, children, className, ...rest }: FilterProps) {
  return (
    <button type="button" aria-pressed={rest["aria-haspopup"] ? undefined : on} {...rest} className={clsx(classes.filter, on && classes.on, className)}>
      {children}
      {value !== undefined && value !== null && <b>{value}</b>}
    </button>
  );
}
