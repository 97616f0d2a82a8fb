/** /reset-password: behind the link of a lost password. */
import { createFileRoute } from "@tanstack/react-router";
import { ResetPasswordPage } from "@/features/team/reset-password-page";

export const Route = createFileRoute("/reset-password")({ component: ResetPasswordPage });
