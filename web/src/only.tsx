/** A page for those whose role has it; anybody else is told so plainly, and nothing is asked of the server. */
import { Button } from "@mantine/core";
import { Link, useLocation } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { useCan } from "@/lib/session";
import { t } from "@/lib/t";
import { PageHead } from "@/ui/page";
import { SectionHead } from "@/ui/settings-frame";
import { Empty } from "@/ui/states";

/** The page as a route shows it: `component: only("event.read", EventsPage)`. */
export function only(permission: string, Page: ComponentType) {
  return function Only() {
    return useCan(permission) ? <Page /> : <NotForYou />;
  };
}

function NotForYou() {
  const inSettings = useLocation({ select: ({ pathname }) => pathname.startsWith("/settings/") });
  const home = (
    <Button component={Link} to="/" variant="default" mt={8}>
      {t("Go to Today")}
    </Button>
  );
  return (
    <>
      {inSettings ? <SectionHead title={t("Not for your role")} /> : <PageHead title={t("Not for your role")} />}
      <div role="alert">
        <Empty title={t("Your role has no permission to open this page")} action={home}>
          {t("If you need it, ask an administrator: they change roles under Settings, Team.")}
        </Empty>
      </div>
    </>
  );
}
