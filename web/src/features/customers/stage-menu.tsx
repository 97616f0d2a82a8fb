/** The stage one stands in, opening all stages of the pipeline in their order. */
import { Menu } from "@mantine/core";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import { t } from "@/lib/t";
import classes from "./panels.module.css";

type Props = { pipeline: string; stages: string[]; current: string | undefined; onMove: (stage: string) => void };

export function StageMenu({ pipeline, stages, current, onMove }: Props) {
  // A workflow of one's own may have put somebody into a stage that does not ship.
  const choices = current === undefined || stages.includes(current) ? stages : [...stages, current];
  return (
    <Menu width={240} position="bottom-end">
      <Menu.Target>
        <button type="button" className={classes.stage} aria-label={t("{pipeline}: {stage}. Change", { pipeline, stage: current ?? t("not yet") })}>
          {current ?? t("not yet")}
          <IconChevronDown size={13} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{pipeline}</Menu.Label>
        {choices.map((stage) => (
          <Menu.Item key={stage} onClick={() => onMove(stage)} disabled={stage === current} rightSection={stage === current && <IconCheck size={14} aria-hidden="true" />}>
            {stage}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
