/** A few counts side by side, as a head over a list; a bad one is red. */
import { number } from "@/lib/format";
import classes from "./figure-strip.module.css";

export type StripFigure = { label: string; value: number; isBad?: boolean };

export function FigureStrip({ figures }: { figures: StripFigure[] }) {
  return (
    <dl className={classes.strip} data-count={figures.length}>
      {figures.map(({ label, value, isBad }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className={isBad ? `num ${classes.bad ?? ""}` : "num"}>{number(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
