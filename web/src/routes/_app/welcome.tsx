/** /welcome: the first run. */
import { createFileRoute } from "@tanstack/react-router";
import { WelcomePage } from "@/welcome-page";

export const Route = createFileRoute("/_app/welcome")({ component: WelcomePage });
