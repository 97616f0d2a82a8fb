/** /settings/email: how letters leave. */
import { createFileRoute } from "@tanstack/react-router";
import { ChannelSection } from "@/features/messages/channel-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/email")({ component: only("settings.manage", ChannelSection) });
