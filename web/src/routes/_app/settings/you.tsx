/** /settings/you: what holds for this reader. */
import { createFileRoute } from "@tanstack/react-router";
import { YouSection } from "@/features/team/you-section";

export const Route = createFileRoute("/_app/settings/you")({ component: YouSection });
