/** /settings/changes: who changed what. */
import { createFileRoute } from "@tanstack/react-router";
import { SettingLogSection } from "@/features/team/setting-log-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/changes")({ component: only("settings.manage", SettingLogSection) });
