/** One line under the head while the browser is offline; what was typed stays where it is. */
import { IconWifiOff } from "@tabler/icons-react";
import { useLiveState } from "@/lib/live";
import { t } from "@/lib/t";
import classes from "./shell.module.css";

export function OfflineLine() {
  if (useLiveState() !== "offline") return null;
  return (
    <div className={classes.offline} role="status">
      <IconWifiOff size={15} aria-hidden="true" />
      {t("You are offline. What you see is from before; what you typed is kept.")}
    </div>
  );
}
