/** /settings/sending: stop all sending. */
import { createFileRoute } from "@tanstack/react-router";
import { SendingSection } from "@/features/messages/sending-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/sending")({ component: only("message.read", SendingSection) });
