/** What can be done with several customers at once; stands in the place of the foot. */
import { Button, Menu, Progress } from "@mantine/core";
import { IconArrowsExchange, IconBolt, IconDownload, IconTag, IconTagOff, IconUserCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { get } from "@/lib/http";
import { useCan } from "@/lib/session";
import type { Page, Workflow } from "@/lib/shapes";
import { t } from "@/lib/t";
import classes from "./customers.module.css";
import { TagMenu } from "./tag-menu";
import { type BulkAction, useBulk } from "./use-bulk";
import { type CustomerFilter, exported, pipelinesQuery } from "./use-customers";
import type { Picked } from "./use-picked";
import { teamQuery } from "./use-team";

type Props = { picked: Picked; filter: CustomerFilter; total: number };
const MOST_EXPORTED = 500;

export function BulkBar({ picked, filter, total }: Props) {
  const mayWrite = useCan("customer.write");
  const [change, run] = useBulk(picked.clear);
  const n = picked.isAll ? total : picked.ids.length;
  const act = (action: BulkAction, done: (n: number) => string) => run(action, picked.isAll ? { filter } : { ids: picked.ids }, done);
  const href = picked.isAll ? exported(filter, "csv") : exported({ ids: picked.ids.join(",") }, "csv");
  return (
    <div className={classes.bulk} role="toolbar" aria-label={t("With the selected")}>
      <strong className="num" role="status">
        {change ? t("{done} of {n} done", { done: change.done + change.skipped, n: change.total }) : t("{n} selected", { n })}
      </strong>
      {change && <Progress className={classes.progress ?? ""} value={(100 * (change.done + change.skipped)) / Math.max(1, change.total)} aria-label={t("How far it is")} />}
      {!change && !picked.isAll && total > picked.ids.length && (
        <Button variant="subtle" onClick={picked.all}>
          {t("Select all {n} that match", { n: total })}
        </Button>
      )}
      {!change && mayWrite && <Actions act={act} rows={picked} />}
      {!change && (picked.isAll || picked.ids.length <= MOST_EXPORTED) && (
        <Button variant="default" component="a" href={href} download leftSection={<IconDownload size={14} aria-hidden="true" />}>
          {t("Export")}
        </Button>
      )}
      <Button variant="subtle" color="gray" className={classes.spring} onClick={picked.clear}>
        {t("Select none")}
      </Button>
    </div>
  );
}

type Act = (action: BulkAction, done: (n: number) => string) => void;

function Actions({ act, rows }: { act: Act; rows: Picked }) {
  const worn = [...new Set(rows.rows.flatMap(({ tags }) => tags))].toSorted();
  return (
    <>
      <TagMenu onPick={(tag) => act({ kind: "tag", tag }, (n) => t('Tagged {n} customers "{tag}"', { n, tag }))} known={[]}>
        <Button variant="default" leftSection={<IconTag size={14} aria-hidden="true" />}>
          {t("Add a tag")}
        </Button>
      </TagMenu>
      <BulkMenu label={t("Remove a tag")} icon={<IconTagOff size={14} aria-hidden="true" />} none={t("None of them has a tag.")}>
        {worn.map((tag) => (
          <Menu.Item key={tag} onClick={() => act({ kind: "untag", tag }, (n) => t('Took the tag "{tag}" off {n} customers', { n, tag }))}>
            {tag}
          </Menu.Item>
        ))}
      </BulkMenu>
      <StageChoice act={act} />
      <OwnerChoice act={act} />
      <WorkflowChoice act={act} />
    </>
  );
}

function StageChoice({ act }: { act: Act }) {
  const pipelines = (useQuery(pipelinesQuery).data?.items ?? []).filter(({ subject, has_several: several }) => subject === "customer" && !several);
  return (
    <BulkMenu label={t("Move to a stage")} icon={<IconArrowsExchange size={14} aria-hidden="true" />} none={t("There is no pipeline of customers.")}>
      {pipelines.flatMap(({ key, name, columns }) => [
        <Menu.Label key={key}>{name}</Menu.Label>,
        ...columns.filter(({ is_archived: isOld }) => !isOld).map(({ key: stage, name: words }) => (
          <Menu.Item key={`${key} ${stage}`} onClick={() => act({ kind: "stage", pipeline: key, stage }, (n) => t('Moved {n} customers to "{stage}"', { n, stage: words }))}>
            {words}
          </Menu.Item>
        )),
      ])}
    </BulkMenu>
  );
}

function OwnerChoice({ act }: { act: Act }) {
  const team = useQuery(teamQuery).data?.items ?? [];
  const give = (id: number | null, name: string) => act({ kind: "owner", owner_id: id }, (n) => t("{n} customers belong to {name} now", { n, name }));
  return (
    <BulkMenu label={t("Set the owner")} icon={<IconUserCheck size={14} aria-hidden="true" />} none="">
      {team.map((member) => (
        <Menu.Item key={member.id} onClick={() => give(member.id, member.name)}>
          {member.name}
        </Menu.Item>
      ))}
      <Menu.Item onClick={() => give(null, t("Nobody"))}>{t("Nobody")}</Menu.Item>
    </BulkMenu>
  );
}

function WorkflowChoice({ act }: { act: Act }) {
  const may = useCan("workflow.read");
  const list = useQuery({ queryKey: ["workflows"], queryFn: ({ signal }) => get<Page<Workflow>>("/api/workflows", { signal }), enabled: may });
  if (!may) return null;
  const on = (list.data?.items ?? []).filter(({ is_on: isOn }) => isOn);
  return (
    <BulkMenu label={t("Start a workflow")} icon={<IconBolt size={14} aria-hidden="true" />} none={t("No workflow is on.")}>
      {on.map(({ key, name }) => (
        <Menu.Item key={key} onClick={() => act({ kind: "workflow", workflow: key }, (n) => t('Put {n} customers into "{name}"; its own rules decide who enters', { n, name }))}>
          {name}
        </Menu.Item>
      ))}
    </BulkMenu>
  );
}

function BulkMenu({ label, icon, none, children }: { label: string; icon: ReactNode; none: string; children: ReactNode[] | ReactNode }) {
  const isEmpty = Array.isArray(children) && children.length === 0;
  return (
    <Menu width={280} position="top-start">
      <Menu.Target>
        <Button variant="default" leftSection={icon}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: "auto" }}>
        {isEmpty ? <Menu.Label>{none}</Menu.Label> : children}
      </Menu.Dropdown>
    </Menu>
  );
}
