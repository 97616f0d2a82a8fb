/** /settings/tags: which tags there are. */
import { createFileRoute } from "@tanstack/react-router";
import { TagsSection } from "@/features/customers/tags-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/tags")({ component: only("customer.read", TagsSection) });
