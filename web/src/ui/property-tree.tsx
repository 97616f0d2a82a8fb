/** What an event carried, name and value, nested parts indented; nothing is evaluated. */
import { value as words } from "@/lib/format";
import { t } from "@/lib/t";
import classes from "./property-tree.module.css";

const DEEPEST = 6;
const MOST = 60;

export function PropertyTree({ value, depth = 0 }: { value: Record<string, unknown>; depth?: number }) {
  const entries = Object.entries(value);
  return (
    <dl className={classes.tree}>
      {entries.slice(0, MOST).map(([name, part]) => (
        <div key={name} className={nested(part) && depth < DEEPEST ? classes.branch : classes.leaf}>
          <dt>{name}</dt>
          <dd>{nested(part) && depth < DEEPEST ? <PropertyTree value={part} depth={depth + 1} /> : <span className="num">{words(part)}</span>}</dd>
        </div>
      ))}
      {entries.length > MOST && (
        <div>
          <dt>{t("and {n} more", { n: entries.length - MOST })}</dt>
          <dd />
        </div>
      )}
    </dl>
  );
}

function nested(part: unknown): part is Record<string, unknown> {
  return typeof part === "object" && part !== null && !Array.isArray(part);
}
