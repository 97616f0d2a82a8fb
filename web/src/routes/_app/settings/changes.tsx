/** /settings/changes: who changed what. */
import { createFileRoute } from "@tanstack/react-router";
import { SettingLogSection } from "@/features/team/setting-log-section";

export const Route = createFileRoute("/_app/settings/changes")({ component: SettingLogSection });
