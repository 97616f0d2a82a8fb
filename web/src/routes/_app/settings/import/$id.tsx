/** /settings/import/$id: one file, from its columns to what came of it. */
import { createFileRoute } from "@tanstack/react-router";
import { ImportPage } from "@/features/imports/import-page";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/import/$id")({
  params: { parse: ({ id }) => ({ id: Number(id) }), stringify: ({ id }) => ({ id: String(id) }) },
  component: only("customer.import", OneImport),
});

function OneImport() {
  return <ImportPage id={Route.useParams().id} />;
}
