/** /today: the work queue, where one lands. */
import { createFileRoute } from "@tanstack/react-router";
import { TodayPage } from "@/features/desk/today-page";
import { only } from "@/only";

export const Route = createFileRoute("/_app/today")({ component: only("task.read", TodayPage) });
