/** Two people wrote on one draft: says so, and lets one choose whose words stay. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { warn } from "@/ui/toasts";
import own from "./builder.module.css";
import type { DraftHand } from "./use-draft";

export function ConflictBar({ hand }: { hand: DraftHand }) {
  const [busy, setBusy] = useState(false);
  const go = (how: () => Promise<void>) => () => {
    setBusy(true);
    how()
      .catch((error: unknown) => warn(reason(error)))
      .finally(() => setBusy(false));
  };
  return (
    <div className={own.conflict} role="alert">
      <span>{hand.trouble ? reason(hand.trouble) : t("Somebody else has changed this draft.")}</span>
      <Button variant="default" size="xs" disabled={busy} onClick={go(hand.takeTheirs)}>
        {t("Look at theirs")}
      </Button>
      <Button variant="default" size="xs" disabled={busy} onClick={go(hand.keepMine)}>
        {t("Keep mine over it")}
      </Button>
    </div>
  );
}
