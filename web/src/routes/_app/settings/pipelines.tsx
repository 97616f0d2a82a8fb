/** /settings/pipelines: how pipelines are laid out. */
import { createFileRoute } from "@tanstack/react-router";
import { PipelinesSection } from "@/features/customers/pipelines-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/pipelines")({ component: only("pipeline.edit", PipelinesSection) });
