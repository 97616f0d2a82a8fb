/** Who is invited and has not come yet. */
import { Button, Modal } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { at, get, send } from "@/lib/http";
import type { Invitation, Page } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { Moment } from "@/ui/moment";
import { Panel } from "@/ui/panel";
import { SecretBox } from "@/ui/secret-box";
import { SimpleTable } from "@/ui/simple-table";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { INVITATIONS } from "./invite-dialog";
import { roleName } from "./role-name";

export function InvitationsPanel() {
  const open = useQuery({ queryKey: INVITATIONS, queryFn: ({ signal }) => get<Page<Invitation>>("/api/invitations", { signal }) });
  const [fresh, setFresh] = useState<Invitation | null>(null);
  const client = useQueryClient();
  const reread = () => client.invalidateQueries({ queryKey: INVITATIONS });
  const refused = (error: Error) => warn(reason(error));
  const again = useMutation({ mutationFn: (id: number) => send<Invitation>("POST", at`/api/invitations/${id}/again`), onSuccess: (now) => (setFresh(now), reread()), onError: refused });
  const withdraw = useMutation({ mutationFn: (one: Invitation) => send("DELETE", at`/api/invitations/${one.id}`), onSuccess: (_, one) => (say(t("The invitation to {email} is withdrawn", { email: one.email })), reread()), onError: refused });
  if (!open.data || open.data.items.length === 0) return null;
  return (
    <Panel title={t("Invited, not here yet")} flush>
      <SimpleTable
        label={t("Invited, not here yet")}
        rows={open.data.items}
        keyOf={(row) => String(row.id)}
        none=""
        columns={[
          { key: "email", head: t("E-mail"), cut: true, cell: (row: Invitation) => <span className="strong">{row.email}</span> },
          { key: "role", head: t("Role"), wideOnly: true, cell: (row) => roleName(row.role) },
          { key: "until", head: t("Link works until"), cell: (row) => (row.has_ended ? <StateChip tone="warn">{t("Ended")}</StateChip> : <Moment at={row.expires_at} />) },
          {
            key: "more",
            head: <span className="hidden-words">{t("More")}</span>,
            end: true,
            cell: (row) => (
              <>
                <Button variant="subtle" onClick={() => again.mutate(row.id)}>
                  {t("Send again")}
                </Button>
                <Button variant="subtle" color="red" onClick={() => withdraw.mutate(row)}>
                  {t("Withdraw")}
                </Button>
              </>
            ),
          },
        ]}
      />
      <Modal opened={fresh !== null} onClose={() => setFresh(null)} title={t("Invitation sent again")} size={460} closeButtonProps={{ "aria-label": t("Close") }}>
        {fresh && <SecretBox secret={fresh.link ?? ""} about={t("The link before ended. You may also hand over this one yourself; it works once.")} onDone={() => setFresh(null)} />}
      </Modal>
    </Panel>
  );
}
