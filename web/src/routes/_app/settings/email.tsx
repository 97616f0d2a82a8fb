/** /settings/email: how letters leave. */
import { createFileRoute } from "@tanstack/react-router";
import { ChannelSection } from "@/features/messages/channel-section";

export const Route = createFileRoute("/_app/settings/email")({ component: ChannelSection });
