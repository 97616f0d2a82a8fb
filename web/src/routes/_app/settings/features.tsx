/** /settings/features: after how long each counts as unused. */
import { createFileRoute } from "@tanstack/react-router";
import { FeaturesSection } from "@/features/workflows/features-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/features")({ component: only("workflow.read", FeaturesSection) });
