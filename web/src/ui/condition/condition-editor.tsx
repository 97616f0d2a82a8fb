/** Writes a condition: groups that say how their parts are joined, and rows of field, operator and value. */
import { Button, Select } from "@mantine/core";
import { IconPlus, IconSquarePlus, IconX } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { t } from "@/lib/t";
import { type AskedField, changed, emptyGroup, emptyRow, type Group, isGroup, type Join, type Node } from "./condition";
import classes from "./condition.module.css";
import { ConditionRow } from "./condition-row";

type Props = { value: Group; onChange: (value: Group) => void; fields: AskedField[]; label: string };
const DEEPEST = 4;

export function ConditionEditor({ value, onChange, fields, label }: Props) {
  const change = (id: number, how: (node: Node) => Node | null) => onChange(changed(value, id, how));
  return (
    <div role="group" aria-label={label}>
      <GroupBox group={value} fields={fields} onChange={change} depth={1} />
    </div>
  );
}

type GroupProps = { group: Group; fields: AskedField[]; onChange: (id: number, how: (node: Node) => Node | null) => void; depth: number };

function GroupBox({ group, fields, onChange, depth }: GroupProps) {
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
          <li key={part.id}>{isGroup(part) ? <GroupBox group={part} fields={fields} onChange={onChange} depth={depth + 1} /> : <ConditionRow row={part} fields={fields} onChange={(row) => onChange(part.id, () => row)} onRemove={() => onChange(part.id, () => null)} />}</li>
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
      </div>
    </fieldset>
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
