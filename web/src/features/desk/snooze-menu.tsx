/** Puts something off: later today, tomorrow, next week, or until a day and time of one's choice. */
import { Button, Menu, Popover, TextInput } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { moment } from "@/lib/format";
import { t } from "@/lib/t";
import classes from "./desk.module.css";
import { snoozeChoices, tomorrowMorning } from "./snooze";

type Props = { opened?: boolean; onOpened?: (opened: boolean) => void; onPick: (until: string) => void; target?: ReactNode };

/** Opened by its button, or from outside by a key. */
export function SnoozeMenu({ opened: asked, onOpened, onPick, target }: Props) {
  const [own, setOwn] = useState(false);
  const [choosing, choose] = useState(false);
  const opened = asked ?? own;
  const set = (next: boolean) => {
    if (!next) choose(false);
    setOwn(next);
    onOpened?.(next);
  };
  const pick = (until: string) => {
    set(false);
    onPick(until);
  };
  const button = target ?? (
    <Button variant="default" leftSection={<IconClock size={14} aria-hidden="true" />}>
      {t("Put off|verb")}
    </Button>
  );
  if (choosing) {
    return (
      <Popover opened={opened} onChange={set} position="bottom-start" trapFocus returnFocus>
        <Popover.Target>{button}</Popover.Target>
        <Popover.Dropdown>
          <OwnMoment onPick={pick} />
        </Popover.Dropdown>
      </Popover>
    );
  }
  return (
    <Menu opened={opened} onChange={set} position="bottom-start" width={240} closeOnItemClick={false}>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("Put off until")}</Menu.Label>
        {snoozeChoices().map(({ key, label, until }) => (
          <Menu.Item key={key} rightSection={<span className="quiet small num">{moment(until)}</span>} onClick={() => pick(until)}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => choose(true)}>{t("A day and time…")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function OwnMoment({ onPick }: { onPick: (until: string) => void }) {
  const [given, setGiven] = useState(() => asLocal(new Date(tomorrowMorning())));
  const [isPast, setPast] = useState(false);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const until = new Date(given);
    if (until.getTime() > Date.now()) onPick(until.toISOString());
    else setPast(true);
  };
  return (
    <form className={classes.until} onSubmit={send}>
      <TextInput type="datetime-local" label={t("Put off until")} value={given} onChange={(event) => setGiven(event.currentTarget.value)} error={isPast ? t("Choose a moment that is still to come.") : undefined} data-autofocus />
      <Button type="submit" disabled={!given}>
        {t("Put off|verb")}
      </Button>
    </form>
  );
}

/** A moment as the field for a date and time writes it, by this clock. */
export function asLocal(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
