/** /segments/new: writes a segment. */
import { createFileRoute } from "@tanstack/react-router";
import { NewSegmentPage } from "@/features/customers/segment-editor";
import { only } from "@/only";

export const Route = createFileRoute("/_app/segments/new")({ component: only("segment.edit", NewSegmentPage) });
