/** Chooses among the stages of the pipeline that is chosen beside it. */
import { use } from "react";
import { Pick } from "../pick";
import { FormWorld, type WidgetProps } from "../world";

export function Widget(props: WidgetProps) {
  const stages = use(FormWorld).stages.filter(({ pipeline }) => pipeline === props.all["pipeline"]);
  return <Pick {...props} offers={stages} free={stages.length === 0} />;
}
