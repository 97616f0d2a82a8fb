/** Says that too many messages of a workflow failed, so that the others wait, and lets them go on. */
import { Button } from "@mantine/core";
import { IconPlayerPause } from "@tabler/icons-react";
import { moment } from "@/lib/format";
import { useCan } from "@/lib/session";
import type { WorkflowDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import classes from "./tabs.module.css";
import { useResume } from "./use-workflows";

export function PauseBar({ workflow }: { workflow: WorkflowDetail }) {
  const may = useCan("workflow.switch");
  const resume = useResume(workflow.key);
  const { paused } = workflow;
  if (!paused) return null;
  const goOn = () => resume.mutate(undefined, { onSuccess: () => say(t("{name} sends again", { name: workflow.name })), onError: (error) => warn(reason(error)) });
  return (
    <div role="status" className={classes.trouble}>
      <IconPlayerPause size={16} aria-hidden="true" />
      <span className={classes.why}>
        {t("{failed} of {tried} messages failed, so the others have been waiting since {when}. Nothing is lost: whoever enters goes on, and what waits leaves once you let it.", { failed: String(paused.failed), tried: String(paused.tried), when: moment(paused.since) })}
      </span>
      {may && (
        <Button size="xs" loading={resume.isPending} onClick={goOn}>
          {t("Let it send again")}
        </Button>
      )}
    </div>
  );
}
