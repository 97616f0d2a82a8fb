/** A dialog that names the thing and what follows, with one filled button at most. */
import { Button, Group, Modal, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "@/lib/t";

type Props = {
  opened: boolean;
  title: string;
  children: ReactNode;
  action: string;
  onConfirm: () => void;
  onClose: () => void;
  busy?: boolean;
  /** Removing is never filled. */
  removes?: boolean;
};

export function Confirm({ opened, title, children, action, onConfirm, onClose, busy = false, removes = false }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={440} centered closeButtonProps={{ "aria-label": t("Close") }}>
      <Text component="div" size="sm" c="var(--p-text-2)">
        {children}
      </Text>
      <Group justify="flex-end" gap="sm" mt={20}>
        <Button variant="default" onClick={onClose}>
          {t("Cancel")}
        </Button>
        <Button {...(removes ? { variant: "light", color: "red" } : {})} onClick={onConfirm} loading={busy} data-autofocus>
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
