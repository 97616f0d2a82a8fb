/** /lost-password: a lost password. */
import { createFileRoute } from "@tanstack/react-router";
import { LostPasswordPage } from "@/features/team/lost-password-page";

export const Route = createFileRoute("/lost-password")({ component: LostPasswordPage });
