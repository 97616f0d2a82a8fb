/** The sections of the settings and the single settings within them, for the navigation and for the palette. */
import { t } from "@/lib/t";

/** `needs`: the permission without which it is not offered. */
export type SettingsPlace = { to: string; label: string; needs?: string };
export type SettingsGroup = { label: string; places: SettingsPlace[] };

/** All sections of the settings, in their order. */
export function settingsPlaces(): SettingsPlace[] {
  return settingsGroups().flatMap(({ places }) => places);
}

/** The sections by what they are about; those one meets first come first. */
export function settingsGroups(): SettingsGroup[] {
  return [
    {
      label: t("Yours|settings"),
      places: [
        { to: "/settings/you", label: t("You") },
        { to: "/settings/notices", label: t("Notices") },
      ],
    },
    {
      label: t("Company|settings"),
      places: [
        { to: "/settings/organisation", label: t("Organisation"), needs: "organisation.manage" },
        { to: "/settings/team", label: t("Team"), needs: "team.read" },
        { to: "/settings/sign-in", label: t("Sign-in"), needs: "member.manage" },
        { to: "/settings/changes", label: t("Changes"), needs: "settings.manage" },
      ],
    },
    {
      label: t("What customers get|settings"),
      places: [
        { to: "/settings/texts", label: t("Texts"), needs: "workflow.read" },
        { to: "/settings/messages", label: t("Messages"), needs: "message.read" },
        { to: "/settings/channels", label: t("Channels"), needs: "settings.manage" },
        { to: "/settings/email", label: t("E-mail"), needs: "settings.manage" },
        { to: "/settings/sending", label: t("Sending"), needs: "message.read" },
        { to: "/settings/sessions", label: t("Sessions"), needs: "session.read" },
      ],
    },
    {
      label: t("What you know|settings"),
      places: [
        { to: "/settings/features", label: t("Features"), needs: "workflow.read" },
        { to: "/settings/scoring", label: t("Scoring"), needs: "workflow.read" },
        { to: "/settings/tags", label: t("Tags"), needs: "customer.read" },
        { to: "/settings/pipelines", label: t("Pipelines"), needs: "pipeline.edit" },
        { to: "/settings/fields", label: t("Own fields"), needs: "field.edit" },
        { to: "/settings/import", label: t("Import"), needs: "customer.import" },
      ],
    },
    {
      label: t("Connections|settings"),
      places: [
        { to: "/settings/sources", label: t("Sources"), needs: "event.read" },
        { to: "/settings/names", label: t("Event names"), needs: "event.read" },
        { to: "/settings/integrations", label: t("Integrations"), needs: "integration.manage" },
        { to: "/settings/webhooks", label: t("Webhooks"), needs: "webhook.manage" },
        { to: "/settings/keys", label: t("API keys"), needs: "key.manage" },
        { to: "/settings/engine", label: t("Engine"), needs: "engine.read" },
      ],
    },
  ];
}

/** Single settings within the sections: each is the title of a panel there. */
export function singleSettings(): SettingsPlace[] {
  return [
    { to: "/settings/you", label: t("Who you are") },
    { to: "/settings/you", label: t("Password") },
    { to: "/settings/you", label: t("Second step at sign-in") },
    { to: "/settings/you", label: t("Where you are signed in") },
    { to: "/settings/you", label: t("Colours") },
    { to: "/settings/you", label: t("Language") },
    { to: "/settings/you", label: t("Keys") },
    { to: "/settings/notices", label: t("Kinds of notices") },
    { to: "/settings/organisation", label: t("Who you are|organisation") },
    { to: "/settings/organisation", label: t("Business hours") },
    { to: "/settings/organisation", label: t("Brand") },
    { to: "/settings/messages", label: t("Quiet hours and caps") },
    { to: "/settings/messages", label: t("Topics and consent") },
    { to: "/settings/messages", label: t("Never written to") },
    { to: "/settings/messages", label: t("Links in letters") },
    { to: "/settings/messages", label: t("Incentive to try unused features") },
    { to: "/settings/messages", label: t("Reward for a milestone") },
    { to: "/settings/email", label: t("How letters leave") },
    { to: "/settings/features", label: t("For all features") },
    { to: "/settings/features", label: t("Points for longer use") },
    { to: "/settings/scoring", label: t("Points") },
    { to: "/settings/scoring", label: t("Milestones") },
    { to: "/settings/scoring", label: t("High value") },
    { to: "/settings/sign-in", label: t("Second step") },
    { to: "/settings/sign-in", label: t("Your company's own sign-in") },
  ];
}
