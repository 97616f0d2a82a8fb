/** /settings/pipelines: how pipelines are laid out. */
import { createFileRoute } from "@tanstack/react-router";
import { PipelinesSection } from "@/features/customers/pipelines-section";

export const Route = createFileRoute("/_app/settings/pipelines")({ component: PipelinesSection });
