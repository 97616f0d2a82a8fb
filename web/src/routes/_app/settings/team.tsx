/** /settings/team: who is here. */
import { createFileRoute } from "@tanstack/react-router";
import { TeamSection } from "@/features/team/team-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/team")({ component: only("team.read", TeamSection) });
