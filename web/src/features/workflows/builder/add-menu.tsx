/** The plus on a line: everything a step may be; while a step looks for another place, the place itself. */
import { Menu } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { t } from "@/lib/t";
import type { Block } from "@/ui/schema-form/schema";
import classes from "../flow.module.css";
import { StepGlyph } from "../step-glyph";
import own from "./builder.module.css";
import type { Spot } from "./definition";
import { useHands } from "./hands";

export function AddMenu({ spot, after }: { spot: Spot; after?: string | undefined }) {
  const { mayDraw, moving, drop, blocks, add } = useHands();
  if (!mayDraw) return <i className={classes.line} />;
  if (moving !== null)
    return (
      <span className={own.line}>
        <button type="button" className={own.here} data-here onClick={() => drop(spot)}>
          {t("Move here")}
        </button>
      </span>
    );
  const item = (block: Block, kind: string) => (
    <Menu.Item key={block.key} leftSection={<StepGlyph icon={block.icon} kind={kind} />} onClick={() => add(block, spot)}>
      <span lang={block.lang ?? undefined}>{block.label}</span>
    </Menu.Item>
  );
  return (
    <span className={own.line}>
      <Menu position="right-start" width={260} returnFocus={false}>
        <Menu.Target>
          <button type="button" className={own.plus} aria-label={t("Add a step here")} data-add-after={after}>
            <IconPlus size={12} stroke={2.2} aria-hidden="true" />
          </button>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: "auto" }}>
          <Menu.Label>{t("Wait and branch")}</Menu.Label>
          {blocks.flow.map((block) => item(block, block.key))}
          <Menu.Label>{t("Do something")}</Menu.Label>
          {blocks.actions.map((block) => item(block, "action"))}
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}
