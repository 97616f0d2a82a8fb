/** /guidance: what is shown inside the product. */
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { GuidancePage } from "@/features/knowledge/guidance-page";
import type { Chosen } from "@/features/knowledge/use-guidance";
import { only } from "@/only";

const KINDS = ["help", "checklist", "tip", "announcement"] as const;
const STATES = ["draft", "live", "paused", "ended"] as const;

export const Route = createFileRoute("/_app/guidance/")({
  validateSearch: (given): Chosen => ({ q: (typeof given["q"] === "string" && given["q"].slice(0, 100)) || undefined, kind: KINDS.find((one) => one === given["kind"]), state: STATES.find((one) => one === given["state"]) }),
  component: only("guidance.read", Guidance),
});

function Guidance() {
  const chosen = Route.useSearch();
  const navigate = useNavigate();
  return <GuidancePage chosen={chosen} onChosen={(next) => void navigate({ to: "/guidance", search: next, replace: true })} />;
}
