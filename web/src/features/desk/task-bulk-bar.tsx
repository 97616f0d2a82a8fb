/** What can be done with several tasks at once; stands in the place of the foot. */
import { Button, Menu, Popover, TextInput } from "@mantine/core";
import { IconCalendar, IconCheck, IconUserCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useCan } from "@/lib/session";
import { t } from "@/lib/t";
import classes from "./desk.module.css";
import { SnoozeMenu } from "./snooze-menu";
import { deeds, useDeed } from "./use-tasks";
import type { PickedTasks } from "./use-picked-tasks";
import { teamQuery } from "./use-team";

type Props = { picked: PickedTasks; snoozing: boolean; onSnoozing: (on: boolean) => void };

export function TaskBulkBar({ picked, snoozing, onSnoozing }: Props) {
  const run = useDeed();
  const open = picked.tasks.filter(({ state }) => state === "open");
  const act = (deed: Parameters<typeof run>[0]) => {
    run(deed);
    picked.clear();
  };
  return (
    <div className={classes.bulk} role="toolbar" aria-label={t("With the selected")}>
      <strong className="num" role="status">
        {t("{n} selected", { n: picked.tasks.length })}
      </strong>
      {open.length > 0 && (
        <>
          <Button variant="default" leftSection={<IconCheck size={14} aria-hidden="true" />} onClick={() => act(deeds.done(open))}>
            {t("Done|verb")}
          </Button>
          <GiveTo onPick={(id, name) => act(deeds.give(open, id, name))} />
          <DueMenu onPick={(at) => act(deeds.due(open, at))} />
          <SnoozeMenu opened={snoozing} onOpened={onSnoozing} onPick={(until) => act(deeds.snooze(open, until))} />
        </>
      )}
      {open.length < picked.tasks.length && (
        <Button variant="default" onClick={() => act(deeds.reopen(picked.tasks.filter(({ state }) => state !== "open")))}>
          {t("Open again")}
        </Button>
      )}
      <Button variant="subtle" color="gray" className={classes.spring} onClick={picked.clear}>
        {t("Select none")}
      </Button>
    </div>
  );
}

function GiveTo({ onPick }: { onPick: (id: number, name: string) => void }) {
  const team = useQuery({ ...teamQuery, enabled: useCan("team.read") }).data?.items.filter(({ is_active: active }) => active) ?? [];
  return (
    <Menu position="top-start" width={220}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconUserCheck size={14} aria-hidden="true" />}>
          {t("Give to")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.choices ?? ""}>
        {team.map(({ id, name }) => (
          <Menu.Item key={id} onClick={() => onPick(id, name)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** One due date for all of them, or none. */
function DueMenu({ onPick }: { onPick: (at: string | null) => void }) {
  const [opened, setOpened] = useState(false);
  const [given, setGiven] = useState("");
  const pick = (at: string | null) => {
    setOpened(false);
    onPick(at);
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (given) pick(new Date(given).toISOString());
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconCalendar size={14} aria-hidden="true" />} onClick={() => setOpened(!opened)}>
          {t("Set the due date")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("Set the due date")}>
        <form className={classes.until} onSubmit={send}>
          <TextInput type="datetime-local" label={t("Due")} value={given} onChange={(event) => setGiven(event.currentTarget.value)} data-autofocus />
          <Button type="submit" disabled={!given}>
            {t("Set the due date")}
          </Button>
          <Button variant="subtle" color="gray" onClick={() => pick(null)}>
            {t("Take the date away")}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
