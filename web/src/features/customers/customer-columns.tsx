/** The columns of the customers' table; a head that can sort is a button. */
import { Checkbox } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { called, money, number } from "@/lib/format";
import type { Customer, OwnField } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip, TagChip } from "@/ui/chips";
import { CustomerFace, NobodyFace, PersonFace } from "@/ui/faces";
import { Ago } from "@/ui/moment";
import type { Column } from "@/ui/row-table";
import type { ColumnChoice } from "./column-menu";
import classes from "./customers.module.css";
import { ownWord } from "./own-value";
import { stageName } from "./stage-menu";
import { type CustomerFilter, pipelinesQuery, type Sort } from "./use-customers";
import type { Picked } from "./use-picked";

type Inputs = { seesRevenue: boolean; filter: CustomerFilter; onFilter: (filter: CustomerFilter) => void; picked: Picked; onOpen: () => void; shown: string[]; own: OwnField[] };

export const DEFAULT_SORT: Sort = "-last_seen_at";

export function customerColumns({ seesRevenue, filter, onFilter, picked, onOpen, shown, own }: Inputs): Column<Customer>[] {
  const current = filter.sort ?? DEFAULT_SORT;
  const sortable = (sort: Sort, label: string) => ({
    head: <SortHead on={current === sort} label={label} onSort={() => onFilter({ ...filter, sort })} />,
    sorted: current === sort ? (sort.startsWith("-") ? ("descending" as const) : ("ascending" as const)) : ("none" as const),
  });
  const columns: Column<Customer>[] = [
    { key: "pick", head: <span className="hidden-words">{t("Select")}</span>, width: "18px", cell: (row) => <Pick row={row} picked={picked} /> },
    { key: "name", ...sortable("name", t("Customer")), width: "minmax(160px, 2fr)", cell: (row) => <Name row={row} onOpen={onOpen} /> },
    { key: "tags", head: t("Tags"), width: "minmax(84px, 1.1fr)", from: "middle", cell: (row) => <Tags tags={row.tags} /> },
    { key: "stage", head: t("Stage"), width: "minmax(132px, 1.1fr)", from: "wide", cell: (row) => <Stages stages={row.stages} /> },
    { key: "plan", head: t("Plan"), width: "minmax(64px, 0.6fr)", from: "wide", cell: (row) => row.plan || <span className="quiet">{t("not known")}</span> },
    { key: "owner", head: t("Owner"), width: "minmax(120px, 1.1fr)", from: "wide", cell: (row) => <Owner row={row} /> },
    { key: "contacts", head: t("Contacts"), width: "64px", end: true, from: "middle", cell: (row) => <span className="num">{number(row.contacts)}</span> },
    { key: "score", ...sortable("-score", t("Score")), width: "60px", end: true, cell: (row) => <span className="num">{number(row.score)}</span> },
    { key: "value", ...sortable("-value", t("A year")), width: "84px", end: true, cell: (row) => <Value row={row} /> },
    { key: "created", head: t("Customer since"), width: "104px", end: true, cell: (row) => <Ago at={row.created_at} /> },
    { key: "seen", ...sortable("-last_seen_at", t("Last seen")), width: "92px", end: true, cell: (row) => <LastSeen row={row} /> },
  ];
  const known = columns.concat(own.map((field) => ({ key: `field:${field.key}`, head: field.label, width: "minmax(90px, 1fr)", cell: (row: Customer) => <OwnValue field={field} row={row} /> })));
  const chosen = new Set(shown);
  return known.filter(({ key }) => key === "pick" || key === "name" || chosen.has(key)).filter(({ key }) => key !== "value" || seesRevenue);
}

export const USUAL = ["tags", "stage", "plan", "owner", "contacts", "score", "value", "seen"];

/** The columns one may choose, in the order they stand. */
export function columnChoices(seesRevenue: boolean, own: OwnField[]): ColumnChoice[] {
  const words: Record<string, string> = { tags: t("Tags"), stage: t("Stage"), plan: t("Plan"), owner: t("Owner"), contacts: t("Contacts"), score: t("Score"), value: t("A year"), seen: t("Last seen"), created: t("Customer since") };
  const usual = Object.entries(words).map(([key, label]) => ({ key, label }));
  return [...usual, ...own.map(({ key, label }) => ({ key: `field:${key}`, label }))].filter(({ key }) => key !== "value" || seesRevenue);
}

function OwnValue({ field, row }: { field: OwnField; row: Customer }) {
  const given = row.fields[field.key];
  if (given === undefined || given === null) return <span className="quiet">{t("not known")}</span>;
  return <span className="cut">{ownWord(field, given)}</span>;
}

function SortHead({ on, label, onSort }: { on: boolean; label: string; onSort: () => void }) {
  return (
    <button type="button" className={classes.sort} onClick={onSort}>
      {label}
      <IconChevronDown size={13} aria-hidden="true" className={on ? undefined : classes.off} />
    </button>
  );
}

function Pick({ row, picked }: { row: Customer; picked: Picked }) {
  return <Checkbox aria-label={t("Select {name}", { name: row.name })} checked={picked.has(row.id)} onChange={() => picked.toggle(row.id)} />;
}

function Name({ row, onOpen }: { row: Customer; onOpen: () => void }) {
  return (
    <span className={classes.name}>
      <CustomerFace name={row.name} />
      <Link to="/customers/$id" params={{ id: row.id }} onClick={onOpen} className={`${classes.link ?? ""} cut`} title={row.name} data-row-link>
        {called(row.name)}
      </Link>
      {row.inactive && <StateChip tone="warn">{t("Inactive")}</StateChip>}
    </span>
  );
}

function Tags({ tags }: { tags: string[] }) {
  const seen = tags.slice(0, 2);
  return (
    <span className={classes.tags} title={tags.join(", ")}>
      {seen.map((tag) => (
        <TagChip key={tag}>{tag}</TagChip>
      ))}
      {tags.length > seen.length && <span className="quiet num small">{`+${tags.length - seen.length}`}</span>}
    </span>
  );
}

/** The first pipeline's stage; all of them when pointed at. */
function Stages({ stages }: { stages: Customer["stages"] }) {
  const pipelines = useQuery(pipelinesQuery).data?.items ?? [];
  const all = Object.entries(stages).toSorted(([one], [other]) => one.localeCompare(other)).map(([key, stage]) => {
    const board = pipelines.find((one) => one.key === key);
    return [board?.name ?? key, stageName(board, stage)] as const;
  });
  const first = all[0];
  if (first === undefined) return <span className="quiet">{t("not yet")}</span>;
  return (
    <span className={classes.tags} title={all.map(([pipeline, stage]) => `${pipeline}: ${stage}`).join("\n")}>
      <span className="cut">{first[1]}</span>
      {all.length > 1 && <span className="quiet num small">{`+${all.length - 1}`}</span>}
    </span>
  );
}

export function Owner({ row }: { row: Pick<Customer, "owner"> }) {
  return (
    <span className={classes.name}>
      {row.owner ? <PersonFace name={row.owner.name} size={20} /> : <NobodyFace size={20} />}
      <span className={row.owner ? "cut" : "cut quiet"}>{row.owner?.name ?? t("Nobody")}</span>
    </span>
  );
}

function Value({ row }: { row: Customer }) {
  return row.value ? <span className="num">{money(row.value)}</span> : <span className="quiet">{t("not known")}</span>;
}

export function LastSeen({ row }: { row: Pick<Customer, "last_seen_at"> }) {
  return row.last_seen_at ? <Ago at={row.last_seen_at} /> : <span className="quiet">{t("never")}</span>;
}
