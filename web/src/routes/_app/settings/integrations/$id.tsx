/** /settings/integrations/$id: what the posts of a program of one's own mean. */
import { createFileRoute } from "@tanstack/react-router";
import { MappingPage } from "@/features/integrations/mapping-page";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/integrations/$id")({
  params: { parse: ({ id }) => ({ id: Number(id) }), stringify: ({ id }) => ({ id: String(id) }) },
  component: only("integration.manage", OneMapping),
});

function OneMapping() {
  return <MappingPage connection={Route.useParams().id} />;
}
