/** /settings/webhooks: who elsewhere hears of events. */
import { createFileRoute } from "@tanstack/react-router";
import { WebhooksSection } from "@/features/webhooks/webhooks-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/webhooks")({ component: only("webhook.manage", WebhooksSection) });
