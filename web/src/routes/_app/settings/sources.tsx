/** /settings/sources: where events come from. */
import { createFileRoute } from "@tanstack/react-router";
import { SourcesSection } from "@/features/ingest/sources-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/sources")({ component: only("event.read", SourcesSection) });
