/** Tabs in a line; on a phone they scroll sideways. The arrows walk them. */
import { clsx } from "clsx";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { number } from "@/lib/format";
import classes from "./tab-row.module.css";

export type Tab<Key extends string> = { key: Key; label: string; count?: number | undefined };
type Props<Key extends string> = { label: string; tabs: Tab<Key>[]; value: Key; onChange: (key: Key) => void };

export function TabRow<Key extends string>({ label, tabs, value, onChange }: Props<Key>) {
  const row = useRef<HTMLDivElement>(null);
  // On a phone the chosen tab may lie outside of what is seen.
  useEffect(() => {
    row.current?.querySelector(`[data-tab="${value}"]`)?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }, [value]);
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const index = tabs.findIndex(({ key }) => key === value);
    const next = tabs[(index + step + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.key);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.key}"]`)?.focus();
  };
  return (
    <div ref={row} role="tablist" aria-label={label} className={classes.tabs} onKeyDown={walk} tabIndex={-1}>
      {tabs.map(({ key, label: words, count }) => (
        <button key={key} type="button" role="tab" data-tab={key} aria-selected={key === value} tabIndex={key === value ? 0 : -1} className={clsx(classes.tab, key === value && classes.on)} onClick={() => onChange(key)}>
          {words}
          {count !== undefined && <span className="num">{number(count)}</span>}
        </button>
      ))}
    </div>
  );
}
