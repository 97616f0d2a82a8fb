/** Settings, You: colours, language and keys of this reader. */
import { SegmentedControl, Switch, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { useState } from "react";
import { setSingleKeys, singleKeysOn } from "@/lib/keys";
import { useSession } from "@/lib/session";
import { language, languages, t, type Language } from "@/lib/t";
import { Facts, Panel } from "@/ui/panel";
import { SectionHead } from "@/ui/settings-frame";
import { roleName } from "./role-name";
import { schemes, useColours } from "./use-colours";
import { useLanguage } from "./use-language";

export function YouSection() {
  const { member } = useSession();
  const { colorScheme } = useMantineColorScheme();
  const choose = useColours();
  const speakNow = useLanguage();
  const [keys, setKeys] = useState(singleKeysOn);
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <SectionHead title={member.name}>{t("How Perennia looks and speaks to you. Each choice holds at once.")}</SectionHead>
      <Panel title={t("Who you are")}>
        <Facts
          facts={[
            { key: "email", label: t("E-mail"), value: member.email },
            { key: "role", label: t("Role"), value: roleName(member.role) },
            { key: "zone", label: t("Times are shown in"), value: zone.replaceAll("_", " ") },
          ]}
        />
      </Panel>
      <Panel title={t("Colours")}>
        <SegmentedControl aria-label={t("Colours")} value={colorScheme} onChange={(next) => choose(next as MantineColorScheme)} data={schemes().map(({ key, name }) => ({ value: key, label: name }))} />
      </Panel>
      <Panel title={t("Language")}>
        <SegmentedControl aria-label={t("Language")} value={language()} onChange={(next) => speakNow(next as Language)} data={languages.map(({ key, name }) => ({ value: key, label: name }))} />
      </Panel>
      <Panel title={t("Keys")}>
        <Switch
          label={t("Single keys, such as J, K and X")}
          description={t("Ctrl K works in any case. All keys are listed under ?.")}
          checked={keys}
          onChange={(event) => {
            setSingleKeys(event.currentTarget.checked);
            setKeys(event.currentTarget.checked);
          }}
        />
      </Panel>
    </>
  );
}
