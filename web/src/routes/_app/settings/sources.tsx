/** /settings/sources: where events come from. */
import { createFileRoute } from "@tanstack/react-router";
import { SourcesSection } from "@/features/ingest/sources-section";

export const Route = createFileRoute("/_app/settings/sources")({ component: SourcesSection });
