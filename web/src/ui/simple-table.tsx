/** A plain table for some dozens of rows. */
import { clsx } from "clsx";
import type { ReactNode } from "react";
import classes from "./simple-table.module.css";

export type SimpleColumn<Row> = { key: string; head: ReactNode; cell: (row: Row) => ReactNode; end?: boolean; wideOnly?: boolean; cut?: boolean };
type Props<Row> = { label: string; rows: Row[]; columns: SimpleColumn<Row>[]; keyOf: (row: Row) => string; none: ReactNode };

export function SimpleTable<Row>({ label, rows, columns, keyOf, none }: Props<Row>) {
  if (rows.length === 0) return <p className={classes.none}>{none}</p>;
  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={clsx(column.end && classes.end, column.wideOnly && classes.wideOnly, column.cut && classes.name)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) => (
                <td key={column.key} className={clsx(column.end && classes.end, column.wideOnly && classes.wideOnly, column.cut && classes.name)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
