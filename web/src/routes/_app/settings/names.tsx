/** /settings/names: what the company's own event names mean. */
import { createFileRoute } from "@tanstack/react-router";
import { MappingsSection } from "@/features/ingest/mappings-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/names")({ component: only("event.read", MappingsSection) });
