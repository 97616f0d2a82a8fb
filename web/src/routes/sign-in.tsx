/** /sign-in: who are you? Afterwards one goes on to where one wanted to be. */
import { createFileRoute } from "@tanstack/react-router";
import { SignInPage } from "@/features/team/sign-in-page";

type Search = { to?: string | undefined; step?: string | undefined; trouble?: string | undefined };

export const Route = createFileRoute("/sign-in")({
  // Said as undefined, not left out: what a route leaves out of its search is passed on as it came.
  validateSearch: (given): Search => ({ to: isOurs(given["to"]) ? given["to"] : undefined, step: given["step"] === "code" ? "code" : undefined, trouble: word(given["trouble"]) }),
  component: SignIn,
});

function SignIn() {
  const { to, step, trouble } = Route.useSearch();
  return <SignInPage goOn={to ?? "/"} step={step} trouble={trouble} />;
}

/** Only an address of this app; never another site's. */
function isOurs(to: unknown): to is string {
  return typeof to === "string" && /^\/(?![/\\])/.test(to);
}

function word(given: unknown): string | undefined {
  return typeof given === "string" && /^[a-z_]{1,40}$/.test(given) ? given : undefined;
}
