/** /welcome: the first run. */
import { createFileRoute } from "@tanstack/react-router";
import { WelcomePage } from "@/welcome-page";
import { only } from "@/only";

export const Route = createFileRoute("/_app/welcome")({ component: only("organisation.manage", WelcomePage) });
