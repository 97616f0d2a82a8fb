/** /segments/KEY/edit: changes a segment. */
import { createFileRoute } from "@tanstack/react-router";
import { EditSegmentPage } from "@/features/customers/segment-editor";
import { only } from "@/only";

export const Route = createFileRoute("/_app/segments/$key/edit")({ component: only("segment.edit", Edit) });

function Edit() {
  const { key } = Route.useParams();
  return <EditSegmentPage id={key} />;
}
