/** /settings/organisation: who the organisation is. */
import { createFileRoute } from "@tanstack/react-router";
import { OrganisationSection } from "@/features/team/organisation-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/organisation")({ component: only("organisation.manage", OrganisationSection) });
