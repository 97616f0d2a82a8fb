/** /settings/channels: by what one reaches customers and tells the team; the opened channel lives in the address. */
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { type ChannelsSearch, ChannelsSection } from "@/features/messages/channels-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/channels")({ validateSearch: known, component: only("settings.manage", ChannelsRoute) });

function known(given: Record<string, unknown>): ChannelsSearch {
  const { open, connected } = given;
  return { ...(typeof open === "string" ? { open } : {}), ...(typeof connected === "string" ? { connected } : {}) };
}

function ChannelsRoute() {
  const navigate = useNavigate();
  return <ChannelsSection search={known(Route.useSearch())} onSearch={(search) => void navigate({ to: "/settings/channels", search, replace: true })} />;
}
