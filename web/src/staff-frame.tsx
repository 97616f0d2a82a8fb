/** The frame around every staff page: places, palette, keys, and what the phone's bar offers. */
import { useDisclosure } from "@mantine/hooks";
import { IconBolt, IconBookmark, IconCalendarEvent, IconChartCircles, IconCheckbox, IconDots, IconHierarchy2, IconLayoutKanban, IconListCheck, IconMail, IconMessage2Pin, IconSearch, IconSettings, IconSun, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { viewsQuery } from "@/features/customers/use-views";
import { Bell } from "@/features/messages/bell";
import { todayCountQuery } from "@/features/desk/use-today";
import { unreadQuery } from "@/features/messages/use-mailbox";
import { MeMenu } from "@/features/team/me-menu";
import { useKeys } from "@/lib/keys";
import { useCan, useSession } from "@/lib/session";
import { t } from "@/lib/t";
import { BottomBar, type NavGroup, type Place } from "@/ui/shell/nav";
import { HeadEnd } from "@/ui/page";
import { PaletteField, useEarlyKeys } from "@/ui/shell/palette-field";
import { Shell } from "@/ui/shell/shell";

const palettePart = () => import("@/staff-palette");
const StaffPalette = lazy(() => palettePart().then(({ StaffPalette: part }) => ({ default: part })));
const TaskSheet = lazy(() => import("@/features/desk/task-form").then(({ TaskSheet: part }) => ({ default: part })));
const StaffKeys = lazy(() => import("@/staff-keys").then(({ StaffKeys: part }) => ({ default: part })));
const MoreSheet = lazy(() => import("@/more-sheet").then(({ MoreSheet: part }) => ({ default: part })));
const bell = <Bell />;

export function StaffFrame({ children }: { children: ReactNode }) {
  const { organisation } = useSession();
  const navigate = useNavigate();
  const [palette, openPalette] = useDisclosure(false);
  const [keys, openKeys] = useDisclosure(false);
  const [more, openMore] = useDisclosure(false);
  const [task, openTask] = useDisclosure(false);
  const [folded, fold] = useFold();
  const groups = usePlaces();
  const places = groups.flatMap((group) => group.items);
  useKeys({
    "mod+k": openPalette.toggle,
    "?": openKeys.open,
    "[": fold,
    "g t": () => void navigate({ to: "/today" }),
    "g k": () => void navigate({ to: "/tasks" }),
    "g p": () => void navigate({ to: "/pipelines" }),
    "g c": () => void navigate({ to: "/customers" }),
    "g s": () => void navigate({ to: "/segments" }),
    "g e": () => void navigate({ to: "/events" }),
    "g w": () => void navigate({ to: "/workflows" }),
    "g m": () => void navigate({ to: "/mailbox" }),
  });
  // Fetched beforehand, so that what one types right behind Ctrl K is not lost.
  useEffect(() => void setTimeout(() => void palettePart().catch(() => undefined), 2000), []);
  const actions = [
    { key: "search", label: t("Search"), icon: IconSearch, act: openPalette.open },
    { key: "more", label: t("More"), icon: IconDots, act: openMore.open },
  ];
  const bar = <BottomBar label={t("Main")} places={places.slice(0, 3)} actions={actions} />;
  return (
    <>
      <Shell groups={groups} organisation={organisation.name} me={<MeMenu onKeys={openKeys.open} folded={folded} />} folded={folded} onFold={fold} onSearch={openPalette.open} bar={bar}>
        <HeadEnd value={bell}>{children}</HeadEnd>
      </Shell>
      {palette && <PaletteSoon onClose={openPalette.close} onKeys={openKeys.open} onTask={openTask.open} places={places} />}
      <Suspense>
        {task && <TaskSheet task={null} onClose={openTask.close} />}
        {keys && <StaffKeys opened={keys} onClose={openKeys.close} />}
        {more && <MoreSheet opened={more} onClose={openMore.close} places={places.slice(3)} me={<MeMenu onKeys={openKeys.open} folded={false} />} />}
      </Suspense>
    </>
  );
}

type PaletteProps = { onClose: () => void; onKeys: () => void; onTask: () => void; places: Place[] };

/** One may type at once; what answers comes as soon as it is here. */
function PaletteSoon(props: PaletteProps) {
  const [text, setText] = useState("");
  useEarlyKeys(setText);
  return (
    <Suspense fallback={<PaletteField text={text} onText={setText} onClose={props.onClose} />}>
      <StaffPalette opened {...props} text={text} onText={setText} />
    </Suspense>
  );
}

function usePlaces(): NavGroup[] {
  const pinned = (useQuery(viewsQuery).data?.items ?? []).filter((view) => view.is_pinned).map((view): Place => ({ to: "/customers", search: { ...view.filters, view: String(view.id) }, label: view.name, icon: IconBookmark }));
  const mayRead = useCan("message.read");
  const unread = useQuery({ ...unreadQuery, enabled: mayRead }).data;
  const mailbox: Place = { to: "/mailbox", label: t("Mailbox"), icon: IconMail, count: unread, countLabel: t("unread") };
  const mayDo = useCan("task.read");
  const waiting = useQuery({ ...todayCountQuery, enabled: mayDo }).data;
  const today: Place = { to: "/today", label: t("Today"), icon: IconSun, count: waiting, countLabel: t("waiting") };
  const customers: Place = { to: "/customers", label: t("Customers"), icon: IconUsers };
  const tasks: Place = { to: "/tasks", label: t("Tasks"), icon: IconCheckbox };
  const { first_run: first } = useSession();
  return [
    ...(first ? [{ key: "first", items: [{ to: "/welcome", label: t("Getting started"), short: t("Start"), icon: IconListCheck }] }] : []),
    { key: "work", items: [...shown(mayDo, today), ...shown(mayDo, tasks)] },
    {
      key: "customers",
      items: [
        customers,
        ...shown(useCan("session.read"), { to: "/sessions", label: t("Sessions"), icon: IconCalendarEvent }),
        ...shown(useCan("customer.read"), { to: "/pipelines", label: t("Pipelines"), icon: IconLayoutKanban }),
        ...shown(useCan("customer.read"), { to: "/segments", label: t("Segments"), icon: IconChartCircles }),
        ...shown(useCan("event.read"), { to: "/events", label: t("Events"), icon: IconBolt }),
      ],
    },
    {
      key: "grow",
      label: t("Grow"),
      items: [...shown(useCan("workflow.read"), { to: "/workflows", label: t("Workflows"), icon: IconHierarchy2 }), ...shown(useCan("guidance.read"), { to: "/guidance", label: t("Guidance"), icon: IconMessage2Pin }), ...shown(mayRead, mailbox)],
    },
    ...(pinned.length > 0 ? [{ key: "pinned", label: t("Pinned"), items: pinned }] : []),
    { key: "house", items: [{ to: "/settings", label: t("Settings"), icon: IconSettings }] },
  ];
}

/** What a role never has is not shown at all. */
function shown(may: boolean, place: Place): Place[] {
  return may ? [place] : [];
}

function useFold(): [boolean, () => void] {
  const [folded, setFolded] = useState(() => localStorage.getItem("perennia.nav") === "folded");
  const fold = () => {
    localStorage.setItem("perennia.nav", folded ? "open" : "folded");
    setFolded(!folded);
  };
  return [folded, fold];
}
