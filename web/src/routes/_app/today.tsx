/** /today: the work queue, where one lands. */
import { createFileRoute } from "@tanstack/react-router";
import { TodayPage } from "@/features/desk/today-page";

export const Route = createFileRoute("/_app/today")({ component: TodayPage });
