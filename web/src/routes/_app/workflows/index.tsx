/** /workflows: all of them. */
import { createFileRoute } from "@tanstack/react-router";
import { WorkflowsPage } from "@/features/workflows/workflows-page";
import { only } from "@/only";

export const Route = createFileRoute("/_app/workflows/")({ component: only("workflow.read", WorkflowsPage) });
