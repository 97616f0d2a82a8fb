/** /settings/integrations: other programs that tell what happened there. */
import { createFileRoute } from "@tanstack/react-router";
import { IntegrationsSection } from "@/features/integrations/integrations-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/integrations/")({ component: only("integration.manage", IntegrationsSection) });
