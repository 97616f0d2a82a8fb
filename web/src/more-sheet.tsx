/** The places that do not fit into a phone's bar. */
import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "@/lib/t";
import { NavItem, type Place } from "@/ui/shell/nav";
import classes from "./more-sheet.module.css";

export function MoreSheet({ opened, onClose, places, me }: { opened: boolean; onClose: () => void; places: Place[]; me: ReactNode }) {
  return (
    <Drawer opened={opened} onClose={onClose} position="bottom" size="auto" title={t("More")} closeButtonProps={{ "aria-label": t("Close") }}>
      <div className={classes.places} onClickCapture={(event) => event.target instanceof Element && event.target.closest("a") && onClose()}>
        {places.map((place) => (
          <NavItem key={place.to} item={place} />
        ))}
        {me}
      </div>
    </Drawer>
  );
}
