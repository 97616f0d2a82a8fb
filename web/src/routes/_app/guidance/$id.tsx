/** /guidance/7: one item, to be written and looked at. */
import { createFileRoute } from "@tanstack/react-router";
import { GuidanceItemPage } from "@/features/knowledge/guidance-editor";
import { only } from "@/only";

export const Route = createFileRoute("/_app/guidance/$id")({
  params: { parse: ({ id }) => ({ id: Number(id) }), stringify: ({ id }) => ({ id: String(id) }) },
  component: only("guidance.read", Item),
});

function Item() {
  const { id } = Route.useParams();
  return <GuidanceItemPage id={id} />;
}
