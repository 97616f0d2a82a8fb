/** A condition of the language, written by groups and rows, or chosen ready-made from the catalogue. */
import { use, useEffect, useRef, useState } from "react";
import { fromTree, type Group, toTree, type Tree } from "@/ui/condition/condition";
import { ConditionEditor } from "@/ui/condition/condition-editor";
import classes from "../schema-form.module.css";
import { SchemaForm } from "../schema-form";
import { FormWorld, type WidgetProps } from "../world";

export function Widget({ value, onChange, label, help, wrong }: WidgetProps) {
  const { fields, conditions } = use(FormWorld);
  const tree = value && Object.keys(value).length > 0 ? (value as Tree) : undefined;
  const written = JSON.stringify(tree ?? null);
  const [group, setGroup] = useState<Group>(() => fromTree(tree));
  const own = useRef(written);
  // What comes from elsewhere (an undo, somebody else's words) replaces what stands here.
  useEffect(() => {
    if (own.current === written) return;
    own.current = written;
    setGroup(fromTree(tree));
  }, [written, tree]);
  const change = (next: Group) => {
    const said = toTree(next);
    own.current = JSON.stringify(said);
    setGroup(next);
    onChange(said);
  };
  return (
    <div>
      <p className={classes.label}>{label}</p>
      {help && <p className={classes.help}>{help}</p>}
      <ConditionEditor value={group} onChange={change} fields={fields} label={label} entries={conditions} renderEntry={(block, params, put) => <SchemaForm form={block.form} value={params} onChange={put} />} />
      {wrong && <p className={classes.wrong} role="alert">{wrong}</p>}
    </div>
  );
}
