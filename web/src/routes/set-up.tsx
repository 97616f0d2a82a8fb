/** /set-up: the first page of a new server. */
import { createFileRoute } from "@tanstack/react-router";
import { SetUpPage } from "@/features/team/set-up-page";

export const Route = createFileRoute("/set-up")({ component: SetUpPage });
