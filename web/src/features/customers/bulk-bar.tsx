/** What can be done with several customers at once; stands in the place of the foot. */
import { Button, Menu } from "@mantine/core";
import { IconTag, IconUserCheck } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { at, send } from "@/lib/http";
import { useCan } from "@/lib/session";
import type { Customer } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import classes from "./customers.module.css";
import { TagMenu } from "./tag-menu";
import { teamQuery } from "./use-team";
import type { Picked } from "./use-picked";

const AT_ONCE = 4;

export function BulkBar({ picked }: { picked: Picked }) {
  const mayWrite = useCan("customer.write_any");
  const [left, run] = useEach(picked);
  const team = useQuery(teamQuery).data?.items ?? [];
  const assign = (owner: { id: number; name: string } | null) =>
    run((row) => send("PATCH", at`/api/customers/${row.id}`, { owner_id: owner?.id ?? null }), t("{n} customers belong to {name} now", { n: picked.ids.length, name: owner?.name ?? t("Nobody") }));
  const tag = (name: string) => run((row) => send("POST", at`/api/customers/${row.id}/tags`, { tag: name }), t('Tagged {n} customers "{tag}"', { n: picked.ids.length, tag: name }));
  return (
    <div className={classes.bulk} role="toolbar" aria-label={t("With the selected")}>
      <strong className="num">{left === 0 ? t("{n} selected", { n: picked.ids.length }) : t("{n} to go", { n: left })}</strong>
      {mayWrite && (
        <>
          <TagMenu onPick={tag} known={[]}>
            <Button variant="default" disabled={left > 0} leftSection={<IconTag size={14} aria-hidden="true" />}>
              {t("Add a tag")}
            </Button>
          </TagMenu>
          <Menu>
            <Menu.Target>
              <Button variant="default" disabled={left > 0} leftSection={<IconUserCheck size={14} aria-hidden="true" />}>
                {t("Set the owner")}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {team.map((member) => (
                <Menu.Item key={member.id} onClick={() => assign(member)}>
                  {member.name}
                </Menu.Item>
              ))}
              <Menu.Item onClick={() => assign(null)}>{t("Nobody")}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      )}
      <Button variant="subtle" color="gray" className={classes.spring} onClick={picked.clear}>
        {t("Select none")}
      </Button>
    </div>
  );
}

/** Does one thing to each selected customer, a few at a time; says how many could not be changed. */
function useEach(picked: Picked): [number, (act: (row: Customer) => Promise<unknown>, done: string) => void] {
  const client = useQueryClient();
  const [left, setLeft] = useState(0);
  const run = async (act: (row: Customer) => Promise<unknown>, done: string) => {
    const queue = [...picked.rows];
    const failed: unknown[] = [];
    setLeft(queue.length);
    const work = async () => {
      for (let row = queue.pop(); row; row = queue.pop()) {
        await act(row).catch((error: unknown) => failed.push(error));
        setLeft((was) => was - 1);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    await client.invalidateQueries({ queryKey: ["customers"] });
    if (failed.length > 0) warn(t("{n} customers did not change.", { n: failed.length }) + " " + reason(failed[0]));
    else say(done);
    picked.clear();
  };
  return [left, (act, done) => void run(act, done)];
}
