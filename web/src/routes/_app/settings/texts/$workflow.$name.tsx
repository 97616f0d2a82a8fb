/** /settings/texts/WORKFLOW/NAME: one text in both languages. */
import { createFileRoute } from "@tanstack/react-router";
import { TextPage } from "@/features/workflows/text-page";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/texts/$workflow/$name")({ component: only("workflow.read", TextRoute) });

function TextRoute() {
  const { workflow, name } = Route.useParams();
  return <TextPage workflow={workflow} name={name} />;
}
