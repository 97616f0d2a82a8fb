/** /settings/channels: by what one reaches customers and tells the team. */
import { createFileRoute } from "@tanstack/react-router";
import { ChannelsSection } from "@/features/messages/channels-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/channels")({ component: only("settings.manage", ChannelsSection) });
