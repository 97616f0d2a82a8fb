/** /sign-in: who are you? Afterwards one goes on to where one wanted to be. */
import { createFileRoute } from "@tanstack/react-router";
import { SignInPage } from "@/features/team/sign-in-page";

export const Route = createFileRoute("/sign-in")({
  // Said as undefined, not left out: what a route leaves out of its search is passed on as it came.
  validateSearch: (given): { to?: string | undefined } => ({ to: isOurs(given["to"]) ? given["to"] : undefined }),
  component: SignIn,
});

function SignIn() {
  return <SignInPage goOn={Route.useSearch().to ?? "/customers"} />;
}

/** Only an address of this app; never another site's. */
function isOurs(to: unknown): to is string {
  return typeof to === "string" && /^\/(?![/\\])/.test(to);
}
