/** The frame of the staff app: navigation at the left, the page as one sheet, a bar below on a phone. */
import { ActionIcon, Kbd, Tooltip } from "@mantine/core";
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconSearch } from "@tabler/icons-react";
import { clsx } from "clsx";
import type { ReactNode } from "react";
import { t } from "@/lib/t";
import { Mark, Wordmark } from "../wordmark";
import { NavItem, type NavGroup } from "./nav";
import { OfflineLine } from "./offline-line";
import classes from "./shell.module.css";

type ShellProps = {
  groups: NavGroup[];
  organisation: string;
  me: ReactNode;
  folded: boolean;
  onFold: () => void;
  onSearch: () => void;
  bar: ReactNode;
  children: ReactNode;
};

export function Shell({ groups, organisation, me, folded, onFold, onSearch, bar, children }: ShellProps) {
  return (
    <div className={clsx(classes.shell, folded && classes.folded)}>
      <a href="#page" className={classes.skip}>
        {t("Go to the page")}
      </a>
      <nav className={classes.nav} aria-label={t("Main")}>
        <Head organisation={organisation} folded={folded} onFold={onFold} />
        <SearchButton onSearch={onSearch} />
        <div className={classes.groups}>
          {groups.map((group) => (
            <div key={group.key} className={classes.group}>
              {group.label !== undefined && <h2 className={classes.label}>{group.label}</h2>}
              {group.items.map((item) => (
                <NavItem key={item.to} item={item} />
              ))}
            </div>
          ))}
        </div>
        <div className={classes.me}>{me}</div>
      </nav>
      <main id="page" className={classes.sheet} tabIndex={-1}>
        <OfflineLine />
        {children}
      </main>
      {bar}
    </div>
  );
}

function Head({ organisation, folded, onFold }: { organisation: string; folded: boolean; onFold: () => void }) {
  const Sign = folded ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <div className={classes.brand}>
      <span className={classes.wide}>
        <Wordmark />
      </span>
      <span className={classes.narrow}>
        <Mark size={26} />
      </span>
      <span className={clsx(classes.wide, classes.organisation, "cut")} title={organisation}>
        {organisation}
      </span>
      <Tooltip label={<TipKey text={folded ? t("Unfold the navigation") : t("Fold the navigation")} at="[" />} position="right">
        <ActionIcon className={classes.fold} size={24} onClick={onFold} aria-label={folded ? t("Unfold the navigation") : t("Fold the navigation")} aria-expanded={!folded}>
          <Sign size={16} aria-hidden="true" />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

export function TipKey({ text, at }: { text: string; at: string }) {
  return (
    <span className={classes.tip}>
      {text} <Kbd>{at}</Kbd>
    </span>
  );
}

function SearchButton({ onSearch }: { onSearch: () => void }) {
  const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);
  return (
    <button type="button" className={classes.search} onClick={onSearch} aria-label={t("Search or jump to")}>
      <IconSearch size={15} aria-hidden="true" />
      <span className={clsx(classes.wide, classes.searchWords)}>{t("Search or jump to")}</span>
      <span className={classes.wide} aria-hidden="true">
        <Kbd>{mac ? "⌘ K" : "Ctrl K"}</Kbd>
      </span>
    </button>
  );
}
