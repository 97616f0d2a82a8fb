/** /settings/webhooks: who elsewhere hears of events. */
import { createFileRoute } from "@tanstack/react-router";
import { WebhooksSection } from "@/features/webhooks/webhooks-section";

export const Route = createFileRoute("/_app/settings/webhooks")({ component: WebhooksSection });
