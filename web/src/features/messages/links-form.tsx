/** Where links in letters lead: the company's own product, billing, guide, help, booking. */
import { Button, TextInput } from "@mantine/core";
import type { FormEvent } from "react";
import type { Conduct } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FormPanel } from "@/ui/form-panel";
import { besides } from "@/ui/refusals";
import { useChangeConduct } from "./use-conduct";

export function LinksForm({ now }: { now: Conduct }) {
  const save = useChangeConduct();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entries = new FormData(event.currentTarget);
    save.mutate({ links: Object.fromEntries(Object.keys(now.links).map((name) => [name, String(entries.get(name)).trim()])) });
  };
  const names: Record<string, string> = { app: t("Your product"), billing: t("Its billing page"), guide: t("Its guide"), help: t("Its help"), booking: t("Where sessions are booked"), affiliates: t("Its affiliate programme") };
  return (
    <FormPanel title={t("Links in letters")} onSubmit={submit} wrong={besides(save.error)} about={t("Letters name these as links.app, links.billing and so on. Empty leads to this Perennia, booking to the sessions one can book here; letters leave out affiliates.")} action={<Button type="submit" variant="default" loading={save.isPending}>{t("Save")}</Button>}>
      {Object.entries(now.links).map(([name, address]) => (
        <TextInput key={name} name={name} type="url" label={names[name] ?? name} defaultValue={address} maxLength={300} />
      ))}
    </FormPanel>
  );
}
