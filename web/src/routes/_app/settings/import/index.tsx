/** /settings/import: files that came in. */
import { createFileRoute } from "@tanstack/react-router";
import { ImportsSection } from "@/features/imports/imports-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/import/")({ component: only("customer.import", ImportsSection) });
