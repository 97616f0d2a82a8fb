/** /settings/notices: how one is told. */
import { createFileRoute } from "@tanstack/react-router";
import { NoticesSection } from "@/features/messages/notices-section";

export const Route = createFileRoute("/_app/settings/notices")({ component: NoticesSection });
