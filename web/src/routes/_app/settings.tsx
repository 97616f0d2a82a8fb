/** /settings: the frame; which sections one sees follows from the role. */
import { createFileRoute, Outlet } from "@tanstack/react-router";
import { useSession } from "@/lib/session";
import { settingsPlaces } from "@/lib/settings-places";
import { t } from "@/lib/t";
import { SettingsFrame } from "@/ui/settings-frame";

export const Route = createFileRoute("/_app/settings")({ component: Settings });

function Settings() {
  const { can } = useSession();
  const sections = settingsPlaces().filter(({ needs }) => needs === undefined || can.includes(needs));
  return (
    <SettingsFrame title={t("Settings")} sections={sections}>
      <Outlet />
    </SettingsFrame>
  );
}
