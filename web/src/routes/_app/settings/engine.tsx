/** /settings/engine: whether the stream flows. */
import { createFileRoute } from "@tanstack/react-router";
import { EngineSection } from "@/features/ingest/engine-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/engine")({ component: only("engine.read", EngineSection) });
