/** The stage one stands in, opening all stages of the pipeline in their order. */
import { Menu } from "@mantine/core";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import type { Pipeline } from "@/lib/shapes";
import { t } from "@/lib/t";
import classes from "./panels.module.css";

type Props = { pipeline: Pipeline; current: string | undefined; onMove: (stage: string) => void; onLeave?: (() => void) | undefined };

export function StageMenu({ pipeline, current, onMove, onLeave }: Props) {
  const { name, stages } = pipeline;
  // A workflow of one's own may have put somebody into a stage that does not ship.
  const choices = current === undefined || stages.includes(current) ? stages : [...stages, current];
  const shown = stageName(pipeline, current);
  return (
    <Menu width={240} position="bottom-end">
      <Menu.Target>
        <button type="button" className={classes.stage} aria-label={t("{pipeline}: {stage}. Change", { pipeline: name, stage: shown })}>
          {shown}
          <IconChevronDown size={13} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{name}</Menu.Label>
        {choices.map((stage) => (
          <Menu.Item key={stage} onClick={() => onMove(stage)} disabled={stage === current} rightSection={stage === current && <IconCheck size={14} aria-hidden="true" />}>
            {stageName(pipeline, stage)}
          </Menu.Item>
        ))}
        {onLeave && current !== undefined && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={onLeave}>{t("Take out of the pipeline")}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** What people read of a stage; its key where nobody laid it out. */
export function stageName(pipeline: Pipeline | undefined, key: string | undefined): string {
  if (key === undefined) return t("not yet");
  return pipeline?.columns.find((column) => column.key === key)?.name ?? key;
}
