/** /settings/fields: fields of one's own. */
import { createFileRoute } from "@tanstack/react-router";
import { FieldsSection } from "@/features/customers/fields-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/fields")({ component: only("field.edit", FieldsSection) });
