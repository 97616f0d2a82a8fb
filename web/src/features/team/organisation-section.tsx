/** Settings, Organisation: who it is, when it works, how it looks. */
import { useQuery } from "@tanstack/react-query";
import { t } from "@/lib/t";
import { SectionHead } from "@/ui/settings-frame";
import { Coming, Wrong } from "@/ui/states";
import { BrandForm } from "./brand-form";
import { HoursForm } from "./hours-form";
import { KeepingForm } from "./keeping-form";
import { OrganisationForm } from "./organisation-form";
import { organisationQuery } from "./use-organisation";

export function OrganisationSection() {
  const query = useQuery(organisationQuery);
  return (
    <>
      <SectionHead title={t("Organisation")}>{t("How you appear to customers and when a day begins and ends. A change holds from now on.")}</SectionHead>
      {query.isPending && <Coming what={t("Reading the settings")} rows={5} />}
      {query.isError && <Wrong what={t("The settings did not load.")} error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <>
          <OrganisationForm now={query.data} />
          <HoursForm now={query.data} />
          <BrandForm now={query.data} />
          <KeepingForm now={query.data} />
        </>
      )}
    </>
  );
}
