/** The command palette: search, jump and do, from anywhere with Ctrl K. */
import { Kbd, Modal } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { clsx } from "clsx";
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { t } from "@/lib/t";
import classes from "./palette.module.css";

export type Command = { key: string; group: string; label: string; hint?: string | undefined; icon?: ReactNode; press?: string[]; act: () => void };

type Props = { opened: boolean; onClose: () => void; commands: Command[]; text: string; onText: (text: string) => void; searching: boolean };

/** `commands` are already those that answer `text`; the palette only walks and does them. */
export function Palette({ opened, onClose, ...rest }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} withCloseButton={false} padding={0} size={600} yOffset="12vh" transitionProps={{ duration: 120 }} attributes={{ content: { "aria-label": t("Search or jump to") } }}>
      <Search onClose={onClose} {...rest} />
    </Modal>
  );
}

function Search({ onClose, commands, text, onText, searching }: Omit<Props, "opened">) {
  const [cursor, setCursor] = useState(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const chosen = Math.min(cursor, commands.length - 1);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView?.({ block: "nearest" });
  });
  const go = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.act();
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setCursor((chosen + step + commands.length) % Math.max(1, commands.length));
    else if (event.key === "Enter") go(commands[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <div>
      <div className={classes.field}>
        <IconSearch size={17} aria-hidden="true" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={commands[chosen] ? `${id}-${chosen}` : undefined}
          aria-label={t("Search or jump to")}
          placeholder={t("A customer, a person, a workflow, or what to do")}
          className={classes.input}
          value={text}
          data-autofocus
          autoComplete="off"
          onFocus={toItsEnd}
          onKeyDown={press}
          onChange={(event) => {
            onText(event.currentTarget.value);
            setCursor(0);
          }}
        />
        <Kbd>{"Esc"}</Kbd>
      </div>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={t("Answers")} className={classes.list}>
        {commands.map((command, index) => (
          <Row key={command.key} id={`${id}-${index}`} command={command} on={index === chosen} head={command.group !== commands[index - 1]?.group} onPick={() => go(command)} onPoint={() => setCursor(index)} />
        ))}
      </div>
      {commands.length === 0 && <p className={classes.none}>{searching ? t("Searching") : t("Nothing has that name.")}</p>}
    </div>
  );
}

/** What was typed before it was here goes on where it ended. */
function toItsEnd({ currentTarget }: FocusEvent<HTMLInputElement>): void {
  currentTarget.setSelectionRange(currentTarget.value.length, currentTarget.value.length);
}

type RowProps = { id: string; command: Command; on: boolean; head: boolean; onPick: () => void; onPoint: () => void };

function Row({ id, command, on, head, onPick, onPoint }: RowProps) {
  return (
    <>
      {head && (
        <div className={classes.group} role="presentation">
          {command.group}
        </div>
      )}
      {/* The keys are pressed in the field above, which owns the list. */}
      <div id={id} role="option" aria-selected={on} tabIndex={-1} className={clsx(classes.row, on && classes.on)} onClick={onPick} onKeyDown={undefined} onMouseMove={on ? undefined : onPoint}>
        <span className={classes.icon}>{command.icon}</span>
        <span className="cut">{command.label}</span>
        {command.hint !== undefined && <span className={clsx(classes.hint, "cut")}>{command.hint}</span>}
        <span className={classes.press}>
          {command.press?.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </span>
      </div>
    </>
  );
}
