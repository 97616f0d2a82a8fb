/** Settings, Team: who is here in which role, who is invited, and what changes for whom. */
import { Button, Menu } from "@mantine/core";
import { IconDots, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get } from "@/lib/http";
import { useCan, useSession } from "@/lib/session";
import type { Member, Page } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { PersonFace } from "@/ui/faces";
import { Panel } from "@/ui/panel";
import { SectionHead } from "@/ui/settings-frame";
import { SimpleTable } from "@/ui/simple-table";
import { Coming, Wrong } from "@/ui/states";
import { InviteDialog } from "./invite-dialog";
import { InvitationsPanel } from "./invitations-panel";
import { MemberDialog } from "./member-dialog";
import { roleName } from "./role-name";
import { useMemberChange } from "./use-member-change";

export function TeamSection() {
  const manages = useCan("member.manage");
  const [inviting, setInviting] = useState(false);
  const invite = manages && (
    <Button leftSection={<IconPlus size={15} aria-hidden="true" />} onClick={() => setInviting(true)}>
      {t("Invite somebody")}
    </Button>
  );
  return (
    <>
      <SectionHead title={t("Team")} action={invite}>
        {t("Everybody who signs in here, with the role that decides what they see and may do.")}
      </SectionHead>
      <Members manages={manages} />
      {manages && <InvitationsPanel />}
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  );
}

function Members({ manages }: { manages: boolean }) {
  const team = useInfiniteQuery({
    // Not ["team"] itself: under that other screens keep one page, which is no list of pages.
    queryKey: ["team", "pages"],
    queryFn: ({ signal, pageParam }) => get<Page<Member>>("/api/team", { signal, query: { cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
  const [changing, setChanging] = useState<Member | null>(null);
  const rows = team.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title={t("Members")} flush>
      {team.isPending && <Coming what={t("Reading the team")} rows={4} />}
      {team.isError && <Wrong what={t("The team did not load.")} error={team.error} onRetry={() => void team.refetch()} />}
      {team.data && (
        <SimpleTable
          label={t("Members")}
          rows={rows}
          keyOf={(row) => String(row.id)}
          none={t("Nobody yet.")}
          columns={[
            { key: "name", head: t("Name"), cut: true, cell: (row: Member) => <Name member={row} /> },
            { key: "email", head: t("E-mail"), wideOnly: true, cell: (row) => row.email },
            { key: "role", head: t("Role"), cell: (row) => roleName(row.role) },
            { key: "group", head: t("Group|of members"), wideOnly: true, cell: (row) => row.group || <span className="quiet">{t("none|group")}</span> },
            { key: "second", head: t("Second step"), wideOnly: true, cell: (row) => (row.has_second_step ? <StateChip tone="good">{t("On")}</StateChip> : <span className="quiet">{t("Off")}</span>) },
            ...(manages ? [{ key: "more", head: <span className="hidden-words">{t("More")}</span>, end: true, cell: (row: Member) => <More member={row} onChange={() => setChanging(row)} /> }] : []),
          ]}
        />
      )}
      {team.hasNextPage && (
        <Button variant="subtle" m="sm" loading={team.isFetchingNextPage} onClick={() => void team.fetchNextPage()}>
          {t("Show more")}
        </Button>
      )}
      {changing && <MemberDialog member={changing} onClose={() => setChanging(null)} />}
    </Panel>
  );
}

function Name({ member }: { member: Member }) {
  return (
    <span style={{ display: "inline-flex", gap: 8, alignItems: "center", maxWidth: "100%" }}>
      <PersonFace name={member.name} />
      <span className="strong cut" title={member.name}>
        {member.name}
      </span>
      {!member.is_active && <StateChip>{t("Left|member")}</StateChip>}
    </span>
  );
}

function More({ member, onChange }: { member: Member; onChange: () => void }) {
  const own = useSession().member.id === member.id;
  const change = useMemberChange(member);
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <Button variant="subtle" aria-label={t("{name}: change", { name: member.name })}>
          <IconDots size={16} aria-hidden="true" />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onChange}>{t("Change")}</Menu.Item>
        {member.has_second_step && !own && <Menu.Item onClick={change.dropSecondStep}>{t("Remove the second step")}</Menu.Item>}
        {!own && (member.is_active ? <Menu.Item onClick={change.letGo}>{t("Let go, sign out at once")}</Menu.Item> : <Menu.Item onClick={change.letIn}>{t("Let in again")}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  );
}
