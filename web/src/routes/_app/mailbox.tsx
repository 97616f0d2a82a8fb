/** /mailbox: the view and the opened mail live in the address. */
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { MailboxPage, type MailboxSearch } from "@/features/messages/mailbox-page";
import { only } from "@/only";

export const Route = createFileRoute("/_app/mailbox")({
  validateSearch: known,
  component: only("message.read", MailboxRoute),
});

/** The id of a mail is a word, though an address that is read says a number. */
function known(given: Record<string, unknown>): MailboxSearch {
  const { mail } = given;
  return {
    ...(typeof mail === "string" || typeof mail === "number" ? { mail: String(mail) } : {}),
    ...(given["audience"] === "customer" || given["audience"] === "team" ? { audience: given["audience"] } : {}),
    ...(given["view"] === "waiting" || given["view"] === "held" || given["view"] === "failed" || given["view"] === "unknown" ? { view: given["view"] } : {}),
  };
}

function MailboxRoute() {
  const navigate = useNavigate();
  return <MailboxPage search={known(Route.useSearch())} onSearch={(search) => void navigate({ to: "/mailbox", search, replace: true })} />;
}
