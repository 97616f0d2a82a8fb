/** /settings/texts: everything that is said to customers. */
import { createFileRoute } from "@tanstack/react-router";
import { TextsSection } from "@/features/workflows/texts-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/texts/")({ component: only("workflow.read", TextsSection) });
