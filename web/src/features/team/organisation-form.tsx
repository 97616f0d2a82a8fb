/** Who the organisation is: name, zone, language, currency, the address by law. */
import { Button, Select, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { clockIn, ownZone } from "@/lib/format";
import type { Organisation } from "@/lib/shapes";
import { languages, t } from "@/lib/t";
import { FormPanel } from "@/ui/form-panel";
import { atField, besides } from "@/ui/refusals";
import { ZoneSelect } from "./self-panel";
import { useDescribe } from "./use-organisation";

const TEXTS = ["name", "currency", "public_url", "legal_address"] as const;
const FIELDS = [...TEXTS, "zone", "language"];

export function OrganisationForm({ now, onSaved }: { now: Organisation; onSaved?: () => void }) {
  // A server that nobody has described stands at UTC; where its first reader sits is the better guess.
  const [zone, setZone] = useState(now.zone === "UTC" ? ownZone() : now.zone);
  const [language, setLanguage] = useState(now.language);
  const save = useDescribe(onSaved);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entries = new FormData(event.currentTarget);
    const said = Object.fromEntries(TEXTS.map((field) => [field, String(entries.get(field)).trim()]));
    save.mutate({ ...said, zone, language });
  };
  const field = (name: (typeof TEXTS)[number]) => ({ name, defaultValue: now[name], error: atField(save.error, name) });
  return (
    <FormPanel title={t("Who you are|organisation")} onSubmit={submit} wrong={besides(save.error, ...FIELDS)} action={<Button type="submit" loading={save.isPending}>{t("Save")}</Button>}>
      <TextInput {...field("name")} label={t("Name")} required withAsterisk={false} maxLength={200} />
      <ZoneSelect label={t("Time zone")} value={zone} onChange={setZone} description={t("It is {time} there. Days, months and hours are those of this zone.", { time: clockIn(now.now, zone) })} error={atField(save.error, "zone")} />
      <Select label={t("Language")} description={t("Of messages to people whose language is not known.")} data={languages.map(({ key, name }) => ({ value: key, label: name }))} value={language} onChange={(next) => next && setLanguage(next)} allowDeselect={false} />
      <TextInput {...field("currency")} label={t("Currency")} description={t("Its three letters, such as EUR.")} required withAsterisk={false} maxLength={3} />
      <TextInput {...field("public_url")} label={t("Address of this Perennia")} description={t("Where links in mails lead. Empty: {address}", { address: now.address })} maxLength={300} />
      <Textarea {...field("legal_address")} label={t("Postal address")} description={t("Stands at the foot of every letter, as the law asks in many countries.")} autosize minRows={2} maxLength={1000} />
    </FormPanel>
  );
}
