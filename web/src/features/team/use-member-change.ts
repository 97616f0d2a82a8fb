/** Changes of a member by an administrator; who left can be let in again by Undo. */
import { useQueryClient } from "@tanstack/react-query";
import { at, send } from "@/lib/http";
import type { Member } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";

export type MemberSaid = { name?: string; role?: string; group?: string; is_active?: boolean; password?: string };

export function useMemberChange(member: Member) {
  const client = useQueryClient();
  const reread = () => Promise.all([client.invalidateQueries({ queryKey: ["team"] }), client.invalidateQueries({ queryKey: ["session"] })]);
  const save = async (said: MemberSaid) => {
    await send("PATCH", at`/api/team/${member.id}`, said);
    await reread();
  };
  const quickly = (doing: Promise<unknown>, done: string, undo?: () => void) =>
    void doing.then(
      async () => {
        await reread();
        say(done, undo);
      },
      (error: unknown) => warn(reason(error)),
    );
  const letIn = () => quickly(save({ is_active: true }), t("{name} may sign in again", { name: member.name }));
  return {
    save,
    letIn,
    letGo: () => quickly(save({ is_active: false }), t("{name} is signed out and cannot come in any more", { name: member.name }), letIn),
    dropSecondStep: () => quickly(send("DELETE", at`/api/team/${member.id}/second-step`), t("{name} signs in without a second step now", { name: member.name })),
  };
}
