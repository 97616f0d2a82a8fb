/** Which columns the list shows: the usual ones, or one's own choice. */
import { Button, Checkbox, Popover } from "@mantine/core";
import { IconColumns } from "@tabler/icons-react";
import { t } from "@/lib/t";
import classes from "./customers.module.css";

export type ColumnChoice = { key: string; label: string };
type Props = { choices: ColumnChoice[]; chosen: string[]; onChange: (columns: string[] | null) => void };

export function ColumnMenu({ choices, chosen, onChange }: Props) {
  const turn = (key: string) => onChange(chosen.includes(key) ? chosen.filter((one) => one !== key) : choices.map((one) => one.key).filter((one) => one === key || chosen.includes(one)));
  return (
    <Popover position="bottom-end" width={220} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns size={15} aria-hidden="true" />} visibleFrom="sm">
          {t("Columns")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("Columns")}>
        <div className={classes.columnChoices}>
          {choices.map(({ key, label }) => (
            <Checkbox key={key} label={label} checked={chosen.includes(key)} onChange={() => turn(key)} />
          ))}
          <Button variant="subtle" size="compact-sm" onClick={() => onChange(null)}>
            {t("The usual ones")}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
