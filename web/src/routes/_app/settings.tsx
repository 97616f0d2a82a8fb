/** /settings: the frame; which sections one sees follows from the role. */
import { createFileRoute, Outlet } from "@tanstack/react-router";
import { useSession } from "@/lib/session";
import { settingsGroups } from "@/lib/settings-places";
import { t } from "@/lib/t";
import { SettingsFrame } from "@/ui/settings-frame";

export const Route = createFileRoute("/_app/settings")({ component: Settings });

function Settings() {
  const { can } = useSession();
  const groups = settingsGroups().map(({ label, places }) => ({ label, places: places.filter(({ needs }) => needs === undefined || can.includes(needs)) }));
  return (
    <SettingsFrame title={t("Settings")} groups={groups.filter(({ places }) => places.length > 0)}>
      <Outlet />
    </SettingsFrame>
  );
}
