/** /settings/engine: whether the stream flows. */
import { createFileRoute } from "@tanstack/react-router";
import { EngineSection } from "@/features/ingest/engine-section";

export const Route = createFileRoute("/_app/settings/engine")({ component: EngineSection });
