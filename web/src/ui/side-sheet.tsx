/** A drawer at the right for the details of one row; the whole screen on a phone. */
import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "@/lib/t";

type Props = { opened: boolean; onClose: () => void; title: ReactNode; children: ReactNode; size?: number };

export function SideSheet({ opened, onClose, title, children, size = 520 }: Props) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={`min(100vw, ${size}px)`}
      title={title}
      padding={16}
      overlayProps={{ backgroundOpacity: 0.18 }}
      transitionProps={{ duration: 220 }}
      closeButtonProps={{ "aria-label": t("Close") }}
      styles={{
        title: { fontWeight: 600, fontSize: "0.9375rem", lineHeight: "1.25rem", minWidth: 0, overflowWrap: "anywhere" },
        header: { borderBottom: "1px solid var(--p-line)", minHeight: 52 },
        body: { padding: 0 },
      }}
    >
      {children}
    </Drawer>
  );
}
