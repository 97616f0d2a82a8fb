/** /mailbox: the view and the opened mail live in the address. */
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { MailboxPage, type MailboxSearch } from "@/features/messages/mailbox-page";

export const Route = createFileRoute("/_app/mailbox")({
  validateSearch: (given): MailboxSearch => ({
    ...(typeof given["mail"] === "string" ? { mail: given["mail"] } : {}),
    ...(given["audience"] === "customer" || given["audience"] === "team" ? { audience: given["audience"] } : {}),
    ...(given["view"] === "waiting" || given["view"] === "held" || given["view"] === "failed" ? { view: given["view"] } : {}),
  }),
  component: MailboxRoute,
});

function MailboxRoute() {
  const navigate = useNavigate();
  return <MailboxPage search={Route.useSearch()} onSearch={(search) => void navigate({ to: "/mailbox", search, replace: true })} />;
}
