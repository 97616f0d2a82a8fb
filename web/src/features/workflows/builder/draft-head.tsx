/** The head of a workflow one may change: what is kept, what runs, and the one next step. */
import { Button, Menu, Tooltip } from "@mantine/core";
import { IconDots, IconHistory, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { clock } from "@/lib/format";
import { at, send } from "@/lib/http";
import type { Draft, WorkflowDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { PublishDialog } from "./publish-dialog";
import { draftOf, type DraftHand } from "./use-draft";

type Props = { hand: DraftHand; workflow: WorkflowDetail };

export function DraftBeside({ hand, workflow }: Props) {
  const { draft, state } = hand;
  const runs = draft.version === 0 ? t("never published") : workflow.is_on ? t("version {version} is on", { version: String(draft.version) }) : t("version {version} is off", { version: String(draft.version) });
  const who = workflow.audience === "customer_touch" ? t("Customer touch") : t("Internal notification");
  const kept = { saved: draft.changed_at && draft.revision > 0 ? t("saved {time}", { time: clock(draft.changed_at) }) : "", saving: t("saving"), waiting: t("not saved yet, trying again"), conflict: t("not saved: changed by somebody else") }[state];
  return (
    <>
      {draft.is_changed || state !== "saved" ? <StateChip tone="info">{t("Draft")}</StateChip> : <StateChip tone={workflow.is_on ? "good" : "quiet"}>{workflow.is_on ? t("On|state") : t("Off|state")}</StateChip>}
      <span className="quiet cut wide-only" role="status">
        {[who, runs, kept].filter(Boolean).join(" · ")}
      </span>
    </>
  );
}

/** `children`: what the page offers besides, and its switch where nothing is to be published. */
export function DraftActions({ hand, workflow, children }: Props & { children: React.ReactNode }) {
  const [publishing, setPublishing] = useState(false);
  const { draft } = hand;
  const faults = draft.faults.length;
  const changed = draft.is_changed || hand.state !== "saved";
  return (
    <>
      {draft.version > 0 && children}
      {changed && (
        <Tooltip label={t("{n} things to mend", { n: faults })} disabled={faults === 0}>
          <Button data-disabled={faults > 0 || undefined} aria-disabled={faults > 0} onClick={() => faults === 0 && void hand.settle().then(() => setPublishing(true)).catch((error: unknown) => warn(reason(error)))}>
            {t("Publish…")}
          </Button>
        </Tooltip>
      )}
      <MoreMenu hand={hand} workflow={workflow} />
      {publishing && <PublishDialog hand={hand} workflow={workflow} onClose={() => setPublishing(false)} />}
    </>
  );
}

function MoreMenu({ hand, workflow }: Props) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const path = at`/api/workflows/${workflow.key}/draft`;
  const onError = (error: Error) => warn(reason(error));
  const discard = useMutation({
    mutationFn: async () => {
      const { revision } = await hand.settle();
      await send("DELETE", `${path}?revision=${revision}`);
    },
    onSuccess: async () => {
      void client.invalidateQueries({ queryKey: ["workflows"] });
      if (hand.draft.version === 0) {
        say(t("Discarded {name}", { name: workflow.name }));
        void navigate({ to: "/workflows" });
        return;
      }
      const before = hand.definition;
      hand.adopt(await client.fetchQuery({ ...draftOf(workflow.key), staleTime: 0 }));
      say(t("The draft is gone; the published version is as it was"), () => hand.change(() => before));
    },
    onError,
  });
  const reset = useMutation({
    mutationFn: async () => {
      const { revision } = await hand.settle();
      return send<Draft>("POST", `${path}/from`, { revision, version: null });
    },
    onSuccess: (back) => {
      const before = hand.definition;
      hand.adopt(back);
      say(t("The draft is what shipped; publish it to use it"), () => hand.change(() => before));
    },
    onError,
  });
  const may = { discard: hand.draft.revision > 0, reset: workflow.is_shipped };
  if (!may.discard && !may.reset) return null;
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <Button variant="default" px={8} aria-label={t("More about this draft")}>
          <IconDots size={16} aria-hidden="true" />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {may.reset && (
          <Menu.Item leftSection={<IconHistory size={15} aria-hidden="true" />} onClick={() => reset.mutate()}>
            {t("Reset to how it shipped")}
          </Menu.Item>
        )}
        {may.discard && (
          <Menu.Item leftSection={<IconTrash size={15} aria-hidden="true" />} onClick={() => discard.mutate()}>
            {hand.draft.version === 0 ? t("Discard this workflow") : t("Discard the draft")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
