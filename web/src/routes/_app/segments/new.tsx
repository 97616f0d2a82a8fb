/** /segments/new: writes a segment. */
import { createFileRoute } from "@tanstack/react-router";
import { NewSegmentPage } from "@/features/customers/segment-editor";

export const Route = createFileRoute("/_app/segments/new")({ component: NewSegmentPage });
