/** /settings/fields: fields of one's own. */
import { createFileRoute } from "@tanstack/react-router";
import { FieldsSection } from "@/features/customers/fields-section";

export const Route = createFileRoute("/_app/settings/fields")({ component: FieldsSection });
