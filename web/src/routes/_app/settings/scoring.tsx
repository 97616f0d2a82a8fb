/** /settings/scoring: what brings points, and where milestones lie. */
import { createFileRoute } from "@tanstack/react-router";
import { ScoringSection } from "@/features/workflows/scoring-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/scoring")({ component: only("workflow.read", ScoringSection) });
