/** Small charts of our own: a line without axes, and bars from zero. */
import classes from "./sparkline.module.css";

type Marks = { values: number[]; label: string; width?: number; height?: number };

/** A line over its days, with a dot at the last; `label` is the sentence for screen readers. */
export function Sparkline({ values, label, width = 84, height = 22 }: Marks) {
  const top = Math.max(1, ...values);
  const step = values.length > 1 ? (width - 6) / (values.length - 1) : 0;
  const y = (value: number) => height - 3 - (value / top) * (height - 6);
  const points = values.map((value, index) => `${(3 + index * step).toFixed(1)},${y(value).toFixed(1)}`);
  const quiet = values.every((value) => value === 0);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} className={quiet ? classes.quiet : classes.spark}>
      <polyline points={points.join(" ")} fill="none" strokeWidth="1.500" strokeLinejoin="round" strokeLinecap="round" />
      {!quiet && <circle cx={3 + (values.length - 1) * step} cy={y(values.at(-1) ?? 0)} r="2.200" stroke="none" />}
    </svg>
  );
}

export type Stack = { key: string; main: number; second: number };

type BarsProps = { bars: Stack[]; label: string; height?: number; from: string; to: string; onTop?: (bar: Stack) => string };

/** Bars of two parts; the second part (what went wrong) stands on the first in its own colour. */
export function Bars({ bars, label, height = 56, from, to, onTop }: BarsProps) {
  const top = Math.max(1, ...bars.map((bar) => bar.main + bar.second));
  const share = (part: number) => (part / top) * (height - 4);
  return (
    <figure className={classes.figure}>
      <svg width="100%" height={height} viewBox={`0 0 ${bars.length * 10} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
        <line x1="0" x2={bars.length * 10} y1={height - 0.5} y2={height - 0.5} className={classes.base} vectorEffect="non-scaling-stroke" />
        {bars.map((bar, index) => {
          const low = share(bar.main);
          const high = share(bar.second);
          return (
            <g key={bar.key}>
              {onTop && <title>{onTop(bar)}</title>}
              <rect x={index * 10} width="10" y="0" height={height} fill="transparent" />
              {bar.main > 0 && <rect className={classes.main} x={index * 10 + 1} width="8" y={height - 1 - Math.max(1.5, low)} height={Math.max(1.5, low)} />}
              {bar.second > 0 && <rect className={classes.second} x={index * 10 + 1} width="8" y={height - 2 - low - Math.max(2, high)} height={Math.max(2, high)} />}
            </g>
          );
        })}
      </svg>
      <figcaption className={classes.ticks} aria-hidden="true">
        <span>{from}</span>
        <span>{to}</span>
      </figcaption>
    </figure>
  );
}
