/** /settings/sign-in: how people prove who they are. */
import { createFileRoute } from "@tanstack/react-router";
import { SignInSection } from "@/features/team/sign-in-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/sign-in")({ component: only("member.manage", SignInSection) });
