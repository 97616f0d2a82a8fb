/** Settings, E-mail: into the mailbox on screen, or by a mail server, which can be tried first. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { get } from "@/lib/http";
import type { EmailChannel } from "@/lib/shapes";
import { t } from "@/lib/t";
import { SectionHead } from "@/ui/settings-frame";
import { Coming, Wrong } from "@/ui/states";
import { ChannelForm } from "./channel-form";

export function ChannelSection() {
  return (
    <>
      <SectionHead title={t("E-mail")}>{t("How letters leave. Until you name a mail server they go into the mailbox on screen, and nothing leaves this machine.")}</SectionHead>
      <ChannelLoader />
      <p className="quiet" style={{ margin: 0 }}>
        {t("Brevo, Mailgun, Mailjet, Postmark and Resend are connected under Channels.")} <Link to="/settings/channels" search={{ open: "email" }}>{t("Open Channels")}</Link>
      </p>
    </>
  );
}

export function ChannelLoader({ onSaved }: { onSaved?: () => void }) {
  const query = useQuery({ queryKey: ["channel"], queryFn: ({ signal }) => get<EmailChannel>("/api/channels/email", { signal }) });
  if (query.isPending) return <Coming what={t("Reading the settings")} rows={4} />;
  if (query.isError) return <Wrong what={t("The settings did not load.")} error={query.error} onRetry={() => void query.refetch()} />;
  return <ChannelForm now={query.data} {...(onSaved ? { onSaved } : {})} />;
}
