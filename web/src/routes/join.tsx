/** /join: behind the link of an invitation. */
import { createFileRoute } from "@tanstack/react-router";
import { JoinPage } from "@/features/team/join-page";

export const Route = createFileRoute("/join")({ component: JoinPage });
