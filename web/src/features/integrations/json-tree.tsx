/** A sample post; pressing a value gives the path to it. */
import { t } from "@/lib/t";
import classes from "./integrations.module.css";

const MOST = 200;

export function JsonTree({ body, onPick }: { body: string; onPick: (path: string) => void }) {
  const value = parsed(body);
  if (value === undefined) return <p className="quiet">{t("This post is not JSON.")}</p>;
  return (
    <div className={classes.tree} tabIndex={0} role="region" aria-label={t("Sample post")}>
      <Node value={value} path="" onPick={onPick} />
    </div>
  );
}

function Node({ value, path, onPick }: { value: unknown; path: string; onPick: (path: string) => void }) {
  const entries: [string, unknown, string][] = Array.isArray(value)
    ? value.slice(0, MOST).map((one, place) => [String(place), one, `${path}[${place}]`])
    : Object.entries(value as object).slice(0, MOST).map(([name, one]) => [name, one, further(path, name)]);
  return (
    <div className={path === "" ? undefined : classes.branch}>
      {entries.map(([name, one, to]) =>
        typeof one === "object" && one !== null && Object.keys(one).length > 0 ? (
          <div key={name}>
            <div className={classes.node}>{name}</div>
            <Node value={one} path={to} onPick={onPick} />
          </div>
        ) : (
          <button key={name} type="button" className={classes.leaf} onClick={() => onPick(to)} title={to}>
            <b>{name}</b> {JSON.stringify(one)}
          </button>
        ),
      )}
    </div>
  );
}

/** A name with signs of the path language in it stands in brackets and quotes. */
export function further(path: string, name: string): string {
  const isPlain = name !== "" && !/[.[\]"]/.test(name);
  if (!isPlain) return `${path}[${JSON.stringify(name)}]`;
  return path === "" ? name : `${path}.${name}`;
}

function parsed(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
