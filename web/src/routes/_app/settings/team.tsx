/** /settings/team: who is here. */
import { createFileRoute } from "@tanstack/react-router";
import { TeamSection } from "@/features/team/team-section";

export const Route = createFileRoute("/_app/settings/team")({ component: TeamSection });
