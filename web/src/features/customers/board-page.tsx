/** One pipeline as a board, live for everybody: its stages as columns, whose cards, and the keys that move them. */
import { Button, Menu } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconChevronDown, IconSettings } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useCallback, useState } from "react";
import { called } from "@/lib/format";
import { useLiveState } from "@/lib/live";
import { useCan, useSession } from "@/lib/session";
import type { BoardView, Card, Pipeline } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Board } from "@/ui/board";
import { FilterChip } from "@/ui/chips";
import { FilterMenu } from "@/ui/filter-menu";
import { FilterBar, HintBar, PageHead } from "@/ui/page";
import { SearchField } from "@/ui/search-field";
import { Coming, Wrong } from "@/ui/states";
import { BoardFace } from "./board-face";
import classes from "./board-page.module.css";
import { type BoardFilter, type BoardOrder, useBoard, useMove } from "./use-board";
import { pipelinesQuery } from "./use-customers";
import { teamQuery } from "./use-team";

type Props = { pipeline: string; filter: BoardFilter; onFilter: (filter: BoardFilter) => void };

export function BoardPage({ pipeline, filter, onFilter }: Props) {
  const pipelines = useQuery(pipelinesQuery).data?.items ?? [];
  const mayEdit = useCan("pipeline.edit");
  const here = pipelines.find(({ key }) => key === pipeline);
  const settings = mayEdit && (
    <Button variant="default" component={Link} to="/settings/pipelines" leftSection={<IconSettings size={15} aria-hidden="true" />}>
      {t("Change stages")}
    </Button>
  );
  return (
    <>
      <PageHead title={here?.name ?? pipeline} actions={settings} />
      <Filters filter={filter} onFilter={onFilter} others={<Others pipelines={pipelines} here={pipeline} />} />
      <Columns key={pipeline} pipeline={pipeline} filter={filter} />
    </>
  );
}

function Others({ pipelines, here }: { pipelines: Pipeline[]; here: string }) {
  const navigate = useNavigate();
  return (
    <Menu width={260} position="bottom-start">
      <Menu.Target>
        <Button variant="default" flex="none" rightSection={<IconChevronDown size={14} aria-hidden="true" />}>
          {t("Other pipelines")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(["customer", "contact"] as const).map((subject) => (
          <div key={subject}>
            <Menu.Label>{subject === "customer" ? t("Customers") : t("People")}</Menu.Label>
            {pipelines
              .filter((one) => one.subject === subject)
              .map(({ key, name }) => (
                <Menu.Item key={key} disabled={key === here} onClick={() => void navigate({ to: "/pipelines/$key", params: { key } })}>
                  {name}
                </Menu.Item>
              ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Filters({ filter, onFilter, others }: Omit<Props, "pipeline"> & { others: ReactNode }) {
  const { member } = useSession();
  const team = useQuery(teamQuery).data?.items ?? [];
  const me = String(member.id);
  const set = (change: BoardFilter) => onFilter({ ...filter, ...change });
  const owners = [{ value: "none", label: t("Nobody") }, ...team.map(({ id, name }) => ({ value: String(id), label: name }))];
  const seesRevenue = useCan("revenue.read");
  const orders = [
    { value: "longest", label: t("Longest in the stage first") },
    ...(seesRevenue ? [{ value: "value", label: t("Highest value first") }] : []),
    { value: "name", label: t("By name") },
  ];
  return (
    <FilterBar label={t("Filters")}>
      {others}
      <SearchField value={filter.q ?? ""} onSearch={(q) => set({ q })} label={t("Search cards")} placeholder={t("Name of a customer or person")} />
      <FilterChip on={!filter.owner} onClick={() => set({ owner: "" })}>
        {t("Everybody's")}
      </FilterChip>
      <FilterChip on={filter.owner === me} onClick={() => set({ owner: filter.owner === me ? "" : me })}>
        {t("Mine")}
      </FilterChip>
      <FilterMenu label={t("Order")} value={filter.order} choices={orders} onChange={(order) => onFilter(order ? { ...filter, order: order as BoardOrder } : { ...(filter.owner ? { owner: filter.owner } : {}), ...(filter.q ? { q: filter.q } : {}) })} />
      <FilterMenu label={t("Owner")} value={filter.owner === me ? undefined : filter.owner || undefined} choices={owners} onChange={(owner) => set({ owner: owner ?? "" })} />
    </FilterBar>
  );
}

function Columns({ pipeline, filter }: { pipeline: string; filter: BoardFilter }) {
  const { board, readOn, onCarry } = useBoard(pipeline, filter);
  const move = useMove(pipeline, filter);
  const navigate = useNavigate();
  const [focused, setFocused] = useState("");
  const nearEnd = useCallback((stage: string) => readOn(stage), [readOn]);
  const view = board.data;
  if (board.isError && !view) return <Wrong what={t("The board did not load.")} error={board.error} onRetry={() => void board.refetch()} />;
  if (!view) return <Coming what={t("Reading the board")} rows={8} />;
  const { subject, has_several: several } = view.pipeline;
  return (
    <>
      <Board<Card>
        label={t("The board {name}", { name: view.pipeline.name })}
        columns={columnsOf(view)}
        keyOf={({ id }) => String(id)}
        nameOf={({ name }) => called(name)}
        mayMove={({ may_move: may }) => may}
        draw={(card) => <BoardFace card={card} ofContacts={subject === "contact"} />}
        onOpen={({ customer }) => void navigate({ to: "/customers/$id", params: { id: customer.id } })}
        onMove={(card, from, to) => move({ card, from, to })}
        onLeave={several ? (card, from) => move({ card, from, to: null }) : undefined}
        onNearEnd={nearEnd}
        onCarry={onCarry}
        onFocus={setFocused}
      />
      <Foot focused={focused} total={view.columns.reduce((sum, { count }) => sum + count, 0)} />
    </>
  );
}

function columnsOf({ columns }: BoardView) {
  return columns.map(({ key, name, tone, count, items, is_archived: archived }) => ({ key, name: archived ? t("{name} (archived)", { name }) : name, tone, count, cards: items, takesCards: !archived }));
}

function Foot({ focused, total }: { focused: string; total: number }) {
  const live = useLiveState() === "live";
  const hints = [
    { keys: ["Space"], text: t("lift, then") },
    { keys: ["←", "→"], text: t("carry") },
    { keys: ["M"], text: t("move to") },
    { keys: ["↵"], text: t("open") },
  ];
  return (
    <HintBar hints={focused ? hints : hints.slice(2)}>
      {focused && <strong className={`${classes.focused ?? ""} cut`}>{focused}</strong>}
      <span className="num" role="status">
        {live ? t("Live, {n} cards", { n: total }) : t("{n} cards", { n: total })}
      </span>
    </HintBar>
  );
}
