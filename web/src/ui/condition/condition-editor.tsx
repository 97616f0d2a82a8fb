/** Writes a condition: groups that say how their parts are joined, and rows of field, operator and value. */
import { Button, Menu, Select } from "@mantine/core";
import { IconPlus, IconSquarePlus, IconStack2, IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import { t } from "@/lib/t";
import { type AskedField, changed, chosen, type Chosen, emptyGroup, emptyRow, type Group, isChosen, isGroup, type Join, type Node, type Tree } from "./condition";
import classes from "./condition.module.css";
import { ConditionRow } from "./condition-row";

type Entry<One> = { entries: One[]; renderEntry: (block: One, params: Tree, onChange: (params: Tree) => void) => ReactNode };
type Named = { key: string; label: string };
type Props<One extends Named> = { value: Group; onChange: (value: Group) => void; fields: AskedField[]; label: string } & Partial<Entry<One>>;
const DEEPEST = 4;

/** `entries` are conditions one may choose ready-made; `renderEntry` draws the parameters of one. */
export function ConditionEditor<One extends Named>({ value, onChange, fields, label, entries = [], renderEntry = () => null }: Props<One>) {
  const change = (id: number, how: (node: Node) => Node | null) => onChange(changed(value, id, how));
  return (
    <div role="group" aria-label={label}>
      <GroupBox group={value} fields={fields} onChange={change} depth={1} ready={{ entries, render: (key, params, put) => renderReady(entries, renderEntry, key, params, put) }} />
    </div>
  );
}

function renderReady<One extends Named>(entries: One[], render: Entry<One>["renderEntry"], key: string, params: Tree, put: (params: Tree) => void): ReactNode {
  const block = entries.find((one) => one.key === key);
  return block ? render(block, params, put) : null;
}

type Ready = { entries: Named[]; render: (key: string, params: Tree, put: (params: Tree) => void) => ReactNode };
type GroupProps = { ready: Ready; group: Group; fields: AskedField[]; onChange: (id: number, how: (node: Node) => Node | null) => void; depth: number };

function GroupBox({ group, fields, onChange, depth, ready }: GroupProps) {
  const box = useRef<HTMLFieldSetElement>(null);
  const many = useRef(group.of.length);
  // What was added takes the focus, so that the keyboard goes on writing there.
  useEffect(() => {
    if (group.of.length > many.current) box.current?.querySelector<HTMLElement>(":scope > ul > li:last-child input")?.focus();
    many.current = group.of.length;
  }, [group.of.length]);
  const add = (node: Node) => onChange(group.id, (was) => (isGroup(was) ? { ...was, of: [...was.of, node] } : was));
  return (
    <fieldset ref={box} className={classes.group} data-depth={depth}>
      <legend className="hidden-words">{t("Conditions joined together")}</legend>
      <div className={classes.head}>
        <JoinSelect value={group.join} onChange={(join) => onChange(group.id, (was) => ({ ...was, join }))} />
        {depth > 1 && <RemoveButton label={t("Remove the group")} onRemove={() => onChange(group.id, () => null)} />}
      </div>
      <ul className={classes.parts}>
        {group.of.map((part) => (
          <li key={part.id}>{isGroup(part) ? <GroupBox group={part} fields={fields} onChange={onChange} depth={depth + 1} ready={ready} /> : isChosen(part) ? <ChosenBox part={part} ready={ready} onChange={(next) => onChange(part.id, () => next)} /> : <ConditionRow row={part} fields={fields} onChange={(row) => onChange(part.id, () => row)} onRemove={() => onChange(part.id, () => null)} />}</li>
        ))}
      </ul>
      <div className={classes.adding}>
        <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden="true" />} onClick={() => add(emptyRow())}>
          {t("Add a condition")}
        </Button>
        {depth < DEEPEST && (
          <Button variant="subtle" size="compact-sm" leftSection={<IconSquarePlus size={14} aria-hidden="true" />} onClick={() => add(emptyGroup(group.join === "all" ? "any" : "all"))}>
            {t("Add a group")}
          </Button>
        )}
        {ready.entries.length > 0 && <ReadyMenu ready={ready} onAdd={add} />}
      </div>
    </fieldset>
  );
}

function ReadyMenu({ ready, onAdd }: { ready: Ready; onAdd: (node: Node) => void }) {
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <Button variant="subtle" size="compact-sm" leftSection={<IconStack2 size={14} aria-hidden="true" />}>
          {t("Add a ready-made one")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={300} style={{ overflowY: "auto" }}>
        {ready.entries.map(({ key, label }) => (
          <Menu.Item key={key} onClick={() => onAdd(chosen(key, {}))}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function ChosenBox({ part, ready, onChange }: { part: Chosen; ready: Ready; onChange: (next: Chosen | null) => void }) {
  const label = ready.entries.find(({ key }) => key === part.key)?.label ?? part.key;
  return (
    <div className={classes.group} data-depth="2" role="group" aria-label={label}>
      <div className={classes.head}>
        <button type="button" className={classes.not} aria-pressed={part.not} onClick={() => onChange({ ...part, not: !part.not })} title={t("Turn this condition around")}>
          {t("not|turns a condition around")}
        </button>
        <span className="strong">{label}</span>
        <RemoveButton label={t("Remove the condition")} onRemove={() => onChange(null)} />
      </div>
      {ready.render(part.key, part.params, (params) => onChange({ ...part, params }))}
    </div>
  );
}

function JoinSelect({ value, onChange }: { value: Join; onChange: (join: Join) => void }) {
  const joins: { value: Join; label: string }[] = [
    { value: "all", label: t("All of these hold") },
    { value: "any", label: t("Any of these holds") },
    { value: "none", label: t("None of these holds") },
    { value: "not_all", label: t("Not all of these hold") },
  ];
  return <Select className={classes.join ?? ""} aria-label={t("How the conditions are joined")} data={joins} value={value} onChange={(join) => join && onChange(join as Join)} allowDeselect={false} size="xs" comboboxProps={{ width: 220, position: "bottom-start" }} />;
}

export function RemoveButton({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <button type="button" className={classes.remove} onClick={onRemove} aria-label={label} title={label}>
      <IconX size={15} aria-hidden="true" />
    </button>
  );
}
