/** A table of any length: only what is seen is drawn, more is asked for near the end, J and K walk the rows. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMediaQuery } from "@mantine/hooks";
import { clsx } from "clsx";
import { memo, type ReactNode, useEffect, useMemo, useRef } from "react";
import { useKeys } from "@/lib/keys";
import classes from "./row-table.module.css";

export type Column<Row> = {
  key: string;
  head: ReactNode;
  /** A grid track, such as `minmax(180px, 2fr)`. */
  width: string;
  cell: (row: Row) => ReactNode;
  end?: boolean;
  /** Dropped under this width of the page, least important first. */
  from?: "wide" | "middle";
  sorted?: "ascending" | "descending" | "none";
};

type Props<Row> = {
  rows: Row[];
  columns: Column<Row>[];
  keyOf: (row: Row) => string;
  label: string;
  total?: number | undefined;
  /** The two-line row of a phone. */
  phone: (row: Row) => ReactNode;
  cursor: number;
  onCursor: (index: number) => void;
  onNearEnd?: (() => void) | undefined;
  isMarked?: (row: Row) => boolean;
  rowHeight?: number;
  /** Keeps the rows where they are when new ones come in above. */
  phoneHeight?: number;
};

const TRACKS = { wide: "(min-width: 78em)", middle: "(min-width: 60em)", phone: "(max-width: 47.99em)" } as const;

export function RowTable<Row>(props: Props<Row>) {
  const { rows, keyOf, label, total, cursor, onNearEnd, rowHeight = 36, phoneHeight = 60 } = props;
  const onPhone = useMediaQuery(TRACKS.phone, false, { getInitialValueInEffect: false }) ?? false;
  const columns = useFitting(props.columns);
  const region = useRef<HTMLDivElement>(null);
  const size = onPhone ? phoneHeight : rowHeight;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => region.current,
    estimateSize: () => size,
    overscan: 12,
    scrollPaddingStart: onPhone ? 0 : 36,
    getItemKey: (index) => keyOfIndex(rows, keyOf, index),
  });
  // oxlint-disable-next-line react/exhaustive-effect-dependencies -- another height makes the sizes that were kept wrong
  useEffect(() => virtual.measure(), [size, virtual]);
  useWalk(props, (index) => virtual.scrollToIndex(index), region);
  const drawn = virtual.getVirtualItems();
  const last = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 30) onNearEnd?.();
  }, [last, rows.length, onNearEnd]);
  const template = columns.map((column) => column.width).join(" ");
  return (
    <div ref={region} className={classes.region} tabIndex={0} role="region" aria-label={label}>
      <div role="table" aria-label={label} aria-rowcount={(total ?? rows.length) + 1} className={classes.table}>
        {!onPhone && <HeadRow columns={columns} template={template} />}
        <div role="rowgroup" className={classes.rows} style={{ height: virtual.getTotalSize() }}>
          {drawn.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <DrawnRow
                key={item.key}
                row={row}
                index={item.index}
                start={item.start}
                height={size}
                template={onPhone ? "minmax(0, 1fr)" : template}
                columns={columns as Column<unknown>[]}
                phone={onPhone ? (props.phone as (row: unknown) => ReactNode) : undefined}
                isCurrent={item.index === cursor}
                isMarked={props.isMarked?.(row) ?? false}
                onCursor={props.onCursor}
              />
            );
          })}
        </div>
      </div>
    </div>
  );

  function keyOfIndex(from: Row[], naming: typeof keyOf, index: number): string {
    const row = from[index];
    return row === undefined ? String(index) : naming(row);
  }
}

type DrawnProps = {
  row: unknown;
  index: number;
  start: number;
  height: number;
  template: string;
  columns: Column<unknown>[];
  phone: ((row: unknown) => ReactNode) | undefined;
  isCurrent: boolean;
  isMarked: boolean;
  onCursor: (index: number) => void;
};

/** Kept as drawn while one scrolls: only rows that come in, or changed, are drawn anew. */
const DrawnRow = memo(function DrawnRow({ row, index, start, height, template, columns, phone, isCurrent, isMarked, onCursor }: DrawnProps) {
  const style = { height, transform: `translateY(${start}px)`, gridTemplateColumns: template };
  return (
    <div role="row" aria-rowindex={index + 2} data-index={index} className={clsx(classes.row, isCurrent && classes.current, isMarked && classes.marked)} style={style} onFocus={() => onCursor(index)}>
      {phone ? <div role="cell">{phone(row)}</div> : <Cells row={row} columns={columns} />}
    </div>
  );
});

function HeadRow<Row>({ columns, template }: { columns: Column<Row>[]; template: string }) {
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.headRow} style={{ gridTemplateColumns: template }}>
        {columns.map((column) => (
          <div key={column.key} role="columnheader" aria-sort={column.sorted} className={clsx(column.end && classes.end)}>
            {column.head}
          </div>
        ))}
      </div>
    </div>
  );
}

function Cells<Row>({ row, columns }: { row: Row; columns: Column<Row>[] }) {
  return columns.map((column) => (
    <div key={column.key} role="cell" className={clsx(classes.cell, column.end && classes.end)}>
      {column.cell(row)}
    </div>
  ));
}

function useFitting<Row>(columns: Column<Row>[]): Column<Row>[] {
  const wide = useMediaQuery(TRACKS.wide, true, { getInitialValueInEffect: false }) ?? true;
  const middle = useMediaQuery(TRACKS.middle, true, { getInitialValueInEffect: false }) ?? true;
  return useMemo(() => columns.filter(({ from }) => from === undefined || (from === "wide" ? wide : middle)), [columns, wide, middle]);
}

/** J, K and the arrows move the focus to the next row's link, also when that row is not drawn yet. */
function useWalk<Row>({ rows, cursor, onCursor }: Props<Row>, show: (index: number) => void, region: React.RefObject<HTMLDivElement | null>): void {
  const go = (step: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, cursor + step));
    if (rows.length === 0) return;
    onCursor(next);
    show(next);
    requestAnimationFrame(() => requestAnimationFrame(() => focusRow(region.current, next)));
  };
  useKeys({ j: () => go(1), k: () => go(-1), ArrowDown: () => go(1), ArrowUp: () => go(-1) });
}

function focusRow(region: HTMLElement | null, index: number): void {
  region?.querySelector<HTMLElement>(`[data-index="${index}"] [data-row-link]`)?.focus({ preventScroll: true });
}
