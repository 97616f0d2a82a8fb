/** What the palette offers: places and deeds at once, customers, people and workflows as the server finds them. */
import { useMantineColorScheme } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconCheckbox, IconDeviceMobile, IconHierarchy2, IconKeyboard, IconLanguage, IconLogout, IconMoon, IconPlayerPlay, IconPlayerStop, IconSettings, IconSun, IconUser } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { sendingQuery, useTurnSending } from "@/features/messages/use-sending";
import { useColours } from "@/features/team/use-colours";
import { useLanguage } from "@/features/team/use-language";
import { useSignOut } from "@/features/team/use-sign-out";
import { called } from "@/lib/format";
import { get } from "@/lib/http";
import { useInstall } from "@/lib/install";
import { useCan, useSession } from "@/lib/session";
import { type SettingsPlace, settingsPlaces, singleSettings } from "@/lib/settings-places";
import type { SearchResult } from "@/lib/shapes";
import { language, languages, t } from "@/lib/t";
import { CustomerFace } from "@/ui/faces";
import { showSetting } from "@/ui/show-setting";
import { type Command, Palette } from "@/ui/shell/palette";
import type { Place } from "@/ui/shell/nav";

type Props = { opened: boolean; onClose: () => void; onKeys: () => void; onTask: () => void; places: Place[]; text: string; onText: (text: string) => void };

const JUMPS: Record<string, string> = { "/today": "T", "/tasks": "K", "/pipelines": "P", "/customers": "C", "/events": "E", "/workflows": "W", "/mailbox": "M" };

export function StaffPalette({ onKeys, onTask, places, text, onText, ...rest }: Props) {
  const [wanted] = useDebouncedValue(text.trim(), 120);
  const found = useQuery({
    queryKey: ["search", wanted],
    queryFn: ({ signal }) => get<SearchResult>("/api/search", { query: { q: wanted }, signal }),
    enabled: wanted.length > 0,
    placeholderData: keepPreviousData,
  });
  const answers = useAnswers(wanted ? found.data : undefined);
  const fits = ({ label, hint }: Command) => `${label} ${hint ?? ""}`.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase());
  const deeds = [...useWork(onTask), ...useDeeds(onKeys, places)].filter(fits);
  const settings = useSettings();
  // Many: they come once one has begun to type.
  return <Palette {...rest} commands={[...answers, ...deeds, ...(text.trim() === "" ? [] : settings.filter(fits))]} text={text} onText={onText} searching={found.isFetching} />;
}

function useAnswers(found: SearchResult | undefined): Command[] {
  const navigate = useNavigate();
  if (!found) return [];
  const toCustomer = (id: number) => () => void navigate({ to: "/customers/$id", params: { id } });
  return [
    ...found.customers.map(({ id, name, hint }) => ({ key: `c${id}`, group: t("Customers"), label: called(name), hint: hint || undefined, icon: <CustomerFace name={name} />, act: toCustomer(id) })),
    ...found.contacts.map(({ id, name, customer }) => ({ key: `p${id}`, group: t("People"), label: called(name), hint: called(customer.name), icon: <IconUser size={16} aria-hidden="true" />, act: toCustomer(customer.id) })),
    ...found.workflows.map(({ key, name }) => ({
      key: `w${key}`,
      group: t("Workflows"),
      label: name,
      icon: <IconHierarchy2 size={16} aria-hidden="true" />,
      act: () => void navigate({ to: "/workflows/$key", params: { key } }),
    })),
  ];
}

/** What one does from anywhere: a task for somebody, and the one switch that stops all sending. */
function useWork(onTask: () => void): Command[] {
  const mayTask = useCan("task.write");
  const mayStop = useCan("message.send_all");
  const sending = useQuery({ ...sendingQuery, enabled: mayStop }).data;
  const turn = useTurnSending();
  const navigate = useNavigate();
  const group = t("Do|group");
  return [
    ...(mayTask ? [{ key: "task", group, label: t("Add a task"), icon: <IconCheckbox size={16} aria-hidden="true" />, act: onTask }] : []),
    ...(sending ? [{ key: "stop", group, label: sending.stopped ? t("Let sending go on") : t("Stop all sending"), icon: sending.stopped ? <IconPlayerPlay size={16} aria-hidden="true" /> : <IconPlayerStop size={16} aria-hidden="true" />, act: () => (sending.stopped ? void navigate({ to: "/settings/sending" }) : turn(true)) }] : []),
  ];
}

/** Each section, and each single setting in it, by its name. */
function useSettings(): Command[] {
  const { can } = useSession();
  const navigate = useNavigate();
  const sections = settingsPlaces().filter(({ needs }) => needs === undefined || can.includes(needs));
  const inSection = (to: string) => sections.find((one) => one.to === to)?.label;
  const entry = ({ to, label }: SettingsPlace, hint?: string): Command => ({ key: `${to}#${label}`, group: t("Settings"), label, hint, icon: <IconSettings size={16} aria-hidden="true" />, act: () => void navigate({ to }).then(() => hint && showSetting(label)) });
  return [...sections.map((one) => entry(one)), ...singleSettings().flatMap((one) => (inSection(one.to) === undefined ? [] : [entry(one, inSection(one.to))]))];
}

function useDeeds(onKeys: () => void, places: Place[]): Command[] {
  const navigate = useNavigate();
  const colours = useColours();
  const speakNow = useLanguage();
  const signOut = useSignOut();
  const install = useInstall();
  const dark = useMantineColorScheme().colorScheme === "dark";
  const other = languages.find(({ key }) => key !== language());
  const go = t("Go to|group");
  const deed = t("Do|group");
  return [
    ...places.map(({ to, label, icon: Icon }) => ({
      key: to,
      group: go,
      label,
      icon: <Icon size={16} aria-hidden="true" />,
      ...(JUMPS[to] ? { press: ["G", JUMPS[to]] } : {}),
      act: () => void navigate({ to }),
    })),
    { key: "dark", group: deed, label: dark ? t("Light colours") : t("Dark colours"), icon: dark ? <IconSun size={16} aria-hidden="true" /> : <IconMoon size={16} aria-hidden="true" />, act: () => colours(dark ? "light" : "dark") },
    { key: "auto", group: deed, label: t("Colours as the system has them"), icon: <IconSun size={16} aria-hidden="true" />, act: () => colours("auto") },
    ...(other ? [{ key: "language", group: deed, label: t("Speak {language}", { language: other.name }), icon: <IconLanguage size={16} aria-hidden="true" />, act: () => speakNow(other.key) }] : []),
    ...(install ? [{ key: "install", group: deed, label: t("Install on this device"), icon: <IconDeviceMobile size={16} aria-hidden="true" />, act: install }] : []),
    { key: "keys", group: deed, label: t("All keys"), icon: <IconKeyboard size={16} aria-hidden="true" />, press: ["?"], act: onKeys },
    { key: "out", group: deed, label: t("Sign out"), icon: <IconLogout size={16} aria-hidden="true" />, act: signOut },
  ];
}
