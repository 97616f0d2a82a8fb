/** /settings/messages: when messages leave and to whom. */
import { createFileRoute } from "@tanstack/react-router";
import { ConductSection } from "@/features/messages/conduct-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/messages")({ component: only("message.read", ConductSection) });
