/** Settings, You: one's account, and how Perennia looks and speaks to this reader. */
import { SegmentedControl, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { useSession } from "@/lib/session";
import { language, languages, t, type Language } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { SectionHead } from "@/ui/settings-frame";
import { KeysPanel } from "./keys-panel";
import { LoginsPanel } from "./logins-panel";
import { PasswordPanel } from "./password-panel";
import { SecondStepPanel } from "./second-step-panel";
import { SelfPanel } from "./self-panel";
import { schemes, useColours } from "./use-colours";
import { useLanguage } from "./use-language";

export function YouSection() {
  const { member } = useSession();
  const { colorScheme } = useMantineColorScheme();
  const choose = useColours();
  const speakNow = useLanguage();
  return (
    <>
      <SectionHead title={member.name}>{t("How Perennia looks and speaks to you. Each choice holds at once.")}</SectionHead>
      {member.must_add_second_step && <SecondStepPanel />}
      <SelfPanel />
      <PasswordPanel />
      {!member.must_add_second_step && <SecondStepPanel />}
      <LoginsPanel />
      <Panel title={t("Colours")}>
        <SegmentedControl aria-label={t("Colours")} value={colorScheme} onChange={(next) => choose(next as MantineColorScheme)} data={schemes().map(({ key, name }) => ({ value: key, label: name }))} />
      </Panel>
      <Panel title={t("Language")}>
        <SegmentedControl aria-label={t("Language")} value={language()} onChange={(next) => speakNow(next as Language)} data={languages.map(({ key, name }) => ({ value: key, label: name }))} />
      </Panel>
      <KeysPanel />
    </>
  );
}
