/** Before a draft is published: what it changes, what becomes of those under way, and whether it is switched on. */
import { Button, Checkbox, Group, Modal } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { at, get, send } from "@/lib/http";
import { useCan } from "@/lib/session";
import type { DraftChanges, WorkflowDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Coming, reason, Wrong } from "@/ui/states";
import { say } from "@/ui/toasts";
import { ChangeList } from "./change-list";
import { draftOf, type DraftHand } from "./use-draft";

type Props = { hand: DraftHand; workflow: WorkflowDetail; onClose: () => void };

export function PublishDialog({ hand, workflow, onClose }: Props) {
  const client = useQueryClient();
  const { key } = workflow;
  const first = hand.draft.version === 0;
  const maySwitch = useCan("workflow.switch");
  const [on, setOn] = useState(true);
  const changes = useQuery({ queryKey: ["workflow", key, "changes", hand.draft.revision], queryFn: ({ signal }) => get<DraftChanges>(at`/api/workflows/${key}/draft/changes`, { signal }), staleTime: 0 });
  const publish = useMutation({
    mutationFn: async () => {
      const { revision } = await hand.settle();
      const done = await send<WorkflowDetail>("POST", at`/api/workflows/${key}/draft/publish`, { revision });
      if (on && maySwitch && !workflow.is_on) await send("POST", at`/api/workflows/${key}/on`, { enrol_existing: false });
      return done;
    },
    onSuccess: async (done) => {
      say(t("Version {version} of {name} is published", { version: String(done.version), name: done.name }));
      onClose();
      const fresh = await client.fetchQuery({ ...draftOf(key), staleTime: 0 });
      hand.adopt(fresh);
      await client.invalidateQueries({ queryKey: ["workflow", key] });
      await client.invalidateQueries({ queryKey: ["workflows"] });
    },
  });
  const items = changes.data?.items ?? [];
  const under = changes.data?.running ?? 0;
  const label = on && maySwitch && !workflow.is_on ? t("Publish and switch on") : t("Publish");
  return (
    <Modal opened onClose={onClose} title={first ? t("Publish {name}", { name: hand.definition.label }) : t("Publish version {version}", { version: String(hand.draft.version + 1) })} size={560} centered closeButtonProps={{ "aria-label": t("Close") }}>
      {first ? <p style={{ margin: 0 }}>{t("Whoever fires the trigger from the moment it is switched on enters it. What happened before starts nothing.")}</p> : <p style={{ margin: 0 }}>{under > 0 ? t("{n} are under way and keep the version they entered; whoever enters from now on gets this one.", { n: under }) : t("Nobody is under way. Whoever enters from now on gets this version.")}</p>}
      {hand.draft.based_on < hand.draft.version && !first && <p role="alert">{t("Version {version} was published after this draft was begun. What it changed is undone unless the draft says so too: see below.", { version: String(hand.draft.version) })}</p>}
      {!first && changes.isPending && <Coming what={t("Comparing with the running version")} rows={3} />}
      {changes.isError && <Wrong what={t("The comparison did not load.")} error={changes.error} onRetry={() => void changes.refetch()} />}
      {items.length > 0 && <ChangeList changes={items} />}
      {!workflow.is_on && maySwitch && <Checkbox mt={16} label={t("Switch it on as well")} checked={on} onChange={(event) => setOn(event.currentTarget.checked)} />}
      {publish.isError && (
        <p role="alert" style={{ color: "var(--p-sla-breached-fg)", margin: "12px 0 0" }}>
          {reason(publish.error)}
        </p>
      )}
      <Group justify="flex-end" gap="sm" mt={20}>
        <Button variant="default" onClick={onClose}>
          {t("Cancel")}
        </Button>
        <Button onClick={() => publish.mutate()} loading={publish.isPending} data-autofocus>
          {label}
        </Button>
      </Group>
    </Modal>
  );
}
