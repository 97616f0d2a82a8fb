/** One place in the navigation, and the same places as the bar at the foot of a phone. */
import { Link } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { number } from "@/lib/format";
import classes from "./shell.module.css";

type Glyph = ComponentType<{ size?: number; stroke?: number; "aria-hidden"?: "true" }>;
/** `short` is what the bar of a phone says, where the label is too long for it. */
export type Place = { to: string; search?: Record<string, unknown> | undefined; label: string; short?: string; icon: Glyph; count?: number | undefined; countLabel?: string | undefined };
export type NavGroup = { key: string; label?: string; items: Place[] };

export function NavItem({ item }: { item: Place }) {
  const Icon = item.icon;
  return (
    <Link to={item.to} search={item.search as never} className={classes.item} activeProps={{ className: classes.current, "aria-current": "page" }} activeOptions={{ includeSearch: item.search !== undefined }} title={item.label}>
      <Icon size={17} stroke={1.6} aria-hidden="true" />
      <span className={classes.words}>{item.label}</span>
      {item.count !== undefined && item.count > 0 && (
        <span className={`${classes.count ?? ""} num`}>
          {number(item.count)}
          <span className="hidden-words"> {item.countLabel}</span>
        </span>
      )}
    </Link>
  );
}

type BarProps = { places: Place[]; actions: { key: string; label: string; icon: Glyph; act: () => void }[]; label: string };

export function BottomBar({ places, actions, label }: BarProps) {
  return (
    <nav className={classes.bar} aria-label={label}>
      {places.map(({ to, label: words, short, icon: Icon }) => (
        <Link key={to} to={to} className={classes.barItem} activeProps={{ className: classes.barCurrent, "aria-current": "page" }}>
          <Icon size={21} stroke={1.6} aria-hidden="true" />
          {short ?? words}
        </Link>
      ))}
      {actions.map(({ key, label: words, icon: Icon, act }) => (
        <button key={key} type="button" className={classes.barItem} onClick={act}>
          <Icon size={21} stroke={1.6} aria-hidden="true" />
          {words}
        </button>
      ))}
    </nav>
  );
}
