/** Settings, Team: who is here and in which role. */
import { useQuery } from "@tanstack/react-query";
import { get } from "@/lib/http";
import type { Member, Page } from "@/lib/shapes";
import { t } from "@/lib/t";
import { PersonFace } from "@/ui/faces";
import { Panel } from "@/ui/panel";
import { SectionHead } from "@/ui/settings-frame";
import { SimpleTable } from "@/ui/simple-table";
import { Coming, Wrong } from "@/ui/states";
import { roleName } from "./role-name";

export function TeamSection() {
  const team = useQuery({ queryKey: ["team"], queryFn: ({ signal }) => get<Page<Member>>("/api/team", { signal }) });
  return (
    <>
      <SectionHead title={t("Team")}>{t("Everybody who signs in here, with the role that decides what they see and may do.")}</SectionHead>
      <Panel title={t("Members")} flush>
        {team.isPending && <Coming what={t("Reading the team")} rows={4} />}
        {team.isError && <Wrong what={t("The team did not load.")} error={team.error} onRetry={() => void team.refetch()} />}
        {team.data && (
          <SimpleTable
            label={t("Members")}
            rows={team.data.items}
            keyOf={(row) => String(row.id)}
            none={t("Nobody yet.")}
            columns={[
              { key: "name", head: t("Name"), cell: (row: Member) => <Name member={row} /> },
              { key: "email", head: t("E-mail"), wideOnly: true, cell: (row) => row.email },
              { key: "role", head: t("Role"), cell: (row) => roleName(row.role) },
            ]}
          />
        )}
      </Panel>
    </>
  );
}

function Name({ member }: { member: Member }) {
  return (
    <span style={{ display: "inline-flex", gap: 8, alignItems: "center" }}>
      <PersonFace name={member.name} />
      <span className="strong">{member.name}</span>
    </span>
  );
}
