/** /settings/features: after how long each counts as unused. */
import { createFileRoute } from "@tanstack/react-router";
import { FeaturesSection } from "@/features/workflows/features-section";

export const Route = createFileRoute("/_app/settings/features")({ component: FeaturesSection });
