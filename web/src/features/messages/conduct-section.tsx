/** Settings, Messages: quiet hours, caps, consent, links; what the rules mean is said while one changes them. */
import { useQuery } from "@tanstack/react-query";
import { get } from "@/lib/http";
import { useCan } from "@/lib/session";
import type { Conduct } from "@/lib/shapes";
import { t } from "@/lib/t";
import { SectionHead } from "@/ui/settings-frame";
import { Coming, Wrong } from "@/ui/states";
import { ConsentPanel } from "./consent-panel";
import { LinksForm } from "./links-form";
import { NewsForm } from "./news-form";
import { OffersForm } from "./offers-form";
import { RulesForm } from "./rules-form";
import { SuppressedPanel } from "./suppressed-panel";

export const CONDUCT = ["conduct"];

export function ConductSection() {
  const may = useCan("settings.manage");
  const query = useQuery({ queryKey: CONDUCT, queryFn: ({ signal }) => get<Conduct>("/api/conduct", { signal }) });
  return (
    <>
      <SectionHead title={t("Messages")}>{t("When messages may leave, how many, and to whom. The rules are judged when a message leaves, so a change holds for what waits too.")}</SectionHead>
      {query.isPending && <Coming what={t("Reading the settings")} rows={5} />}
      {query.isError && <Wrong what={t("The settings did not load.")} error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <>
          <RulesForm now={query.data} may={may} />
          <ConsentPanel now={query.data} may={may} />
          <SuppressedPanel may={may} />
          {may && <LinksForm now={query.data} />}
          {may && <NewsForm now={query.data} />}
          <OffersForm now={query.data} may={may} />
        </>
      )}
    </>
  );
}
