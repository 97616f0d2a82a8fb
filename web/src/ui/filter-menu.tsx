/** A filter chip that opens the values there are, with their counts; long lists can be searched, arrows walk them. */
import { Popover, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import { Fragment, type KeyboardEvent, useState } from "react";
import { number } from "@/lib/format";
import { t } from "@/lib/t";
import { FilterChip } from "./chips";
import classes from "./filter-menu.module.css";

export type Choice = { value: string; label: string; count?: number; group?: string };
type Props = { label: string; value: string | undefined; choices: Choice[]; onChange: (value: string | undefined) => void };

const SEARCH_FROM = 9;
const MOST = 60;

export function FilterMenu({ label, value, choices, onChange }: Props) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const chosen = choices.find((choice) => choice.value === value);
  const pick = (next: string | undefined) => {
    close();
    onChange(next);
  };
  return (
    <Popover opened={opened} onChange={(open) => !open && close()} trapFocus returnFocus width={256} position="bottom-start" shadow="md">
      <Popover.Target>
        <FilterChip on={value !== undefined} value={chosen?.label ?? value} aria-haspopup="dialog" onClick={toggle}>
          {label}
          {value === undefined && <IconChevronDown size={13} aria-hidden="true" />}
        </FilterChip>
      </Popover.Target>
      <Popover.Dropdown p={5} aria-label={label} onKeyDown={walk}>
        {opened && <Choices value={value} choices={choices} onPick={pick} />}
      </Popover.Dropdown>
    </Popover>
  );
}

type ChoicesProps = Pick<Props, "value" | "choices"> & { onPick: (value: string | undefined) => void };

function Choices({ value, choices, onPick }: ChoicesProps) {
  const [text, setText] = useState("");
  const wanted = text.toLocaleLowerCase();
  const shown = choices.filter((choice) => choice.label.toLocaleLowerCase().includes(wanted)).slice(0, MOST);
  return (
    <div className={classes.choices}>
      {choices.length >= SEARCH_FROM && <TextInput autoFocus aria-label={t("Find a value")} placeholder={t("Find a value")} value={text} onChange={(event) => setText(event.currentTarget.value)} mb={4} />}
      {value !== undefined && <Row label={t("Any")} onPick={() => onPick(undefined)} />}
      {shown.map((choice, index) => (
        <Fragment key={choice.value}>
          {choice.group !== undefined && choice.group !== shown[index - 1]?.group && <p className={classes.group}>{choice.group}</p>}
          <Row label={choice.label} count={choice.count} on={choice.value === value} onPick={() => onPick(choice.value)} />
        </Fragment>
      ))}
      {shown.length === 0 && <p className={classes.group}>{t("No value matches.")}</p>}
    </div>
  );
}

function Row({ label, count, on = false, onPick }: { label: string; count?: number | undefined; on?: boolean; onPick: () => void }) {
  return (
    <button type="button" className={classes.row} aria-pressed={on} onClick={onPick}>
      <span>{label}</span>
      {on ? <IconCheck size={14} aria-hidden="true" /> : count !== undefined && <span className="num quiet small">{number(count)}</span>}
    </button>
  );
}

function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("input, button")];
  stops[(stops.indexOf(document.activeElement as HTMLElement) + step + stops.length) % stops.length]?.focus();
}
