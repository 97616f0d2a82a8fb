/** /segments/KEY: one segment and who is in it. */
import { createFileRoute } from "@tanstack/react-router";
import { SegmentPage } from "@/features/customers/segment-page";
import { only } from "@/only";

export const Route = createFileRoute("/_app/segments/$key/")({ component: only("customer.read", One) });

function One() {
  const { key } = Route.useParams();
  return <SegmentPage id={key} />;
}
