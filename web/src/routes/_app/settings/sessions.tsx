/** /settings/sessions: what can be booked. */
import { createFileRoute } from "@tanstack/react-router";
import { KindsSection } from "@/features/sessions/kinds-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/sessions")({ component: only("session.read", KindsSection) });
