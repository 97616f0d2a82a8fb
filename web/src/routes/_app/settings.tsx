/** /settings: the frame; which sections one sees follows from the role. */
import { createFileRoute, Outlet } from "@tanstack/react-router";
import { useCan } from "@/lib/session";
import { t } from "@/lib/t";
import { type Section, SettingsFrame } from "@/ui/settings-frame";

export const Route = createFileRoute("/_app/settings")({ component: Settings });

function Settings() {
  return (
    <SettingsFrame title={t("Settings")} sections={useSections()}>
      <Outlet />
    </SettingsFrame>
  );
}

function useSections(): Section[] {
  const mail = useCan("message.read");
  const events = useCan("event.read");
  const fields = useCan("field.edit");
  const imports = useCan("customer.import");
  const pipelines = useCan("pipeline.edit");
  const keys = useCan("key.manage");
  const webhooks = useCan("webhook.manage");
  const texts = useCan("workflow.read");
  const engine = useCan("engine.read");
  const house = useCan("organisation.manage");
  const settings = useCan("settings.manage");
  const people = useCan("customer.read");
  const members = useCan("member.manage");
  const team = useCan("team.read");
  const workflows = useCan("workflow.read");
  return [
    { to: "/settings/you", label: t("You") },
    { to: "/settings/notices", label: t("Notices") },
    ...(texts ? [{ to: "/settings/texts", label: t("Texts") }] : []),
    ...(house ? [{ to: "/settings/organisation", label: t("Organisation") }] : []),
    ...(mail ? [{ to: "/settings/messages", label: t("Messages") }] : []),
    ...(settings ? [{ to: "/settings/channels", label: t("Channels") }] : []),
    ...(settings ? [{ to: "/settings/email", label: t("E-mail") }] : []),
    ...(mail ? [{ to: "/settings/sending", label: t("Sending") }] : []),
    ...(workflows
      ? [
          { to: "/settings/features", label: t("Features") },
          { to: "/settings/scoring", label: t("Scoring") },
        ]
      : []),
    ...(events ? [{ to: "/settings/sources", label: t("Sources") }] : []),
    ...(events ? [{ to: "/settings/names", label: t("Event names") }] : []),
    ...(fields ? [{ to: "/settings/fields", label: t("Own fields") }] : []),
    ...(imports ? [{ to: "/settings/import", label: t("Import") }] : []),
    ...(people ? [{ to: "/settings/tags", label: t("Tags") }] : []),
    ...(pipelines ? [{ to: "/settings/pipelines", label: t("Pipelines") }] : []),
    ...(webhooks ? [{ to: "/settings/webhooks", label: t("Webhooks") }] : []),
    ...(keys ? [{ to: "/settings/keys", label: t("API keys") }] : []),
    ...(team ? [{ to: "/settings/team", label: t("Team") }] : []),
    ...(members ? [{ to: "/settings/sign-in", label: t("Sign-in") }] : []),
    ...(settings ? [{ to: "/settings/changes", label: t("Changes") }] : []),
    ...(engine ? [{ to: "/settings/engine", label: t("Engine") }] : []),
  ];
}
