/** What a workflow's switch does: off happens at once and can be undone, on asks who should be taken in. */
import { useState } from "react";
import type { Workflow } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { useSwitch } from "./use-workflows";

type Switched = Pick<Workflow, "key" | "name" | "is_on" | "numbers">;

export function useSwitching({ key, name, is_on: isOn, numbers }: Switched) {
  const [asking, setAsking] = useState(false);
  const onError = (error: Error) => warn(reason(error));
  const again = useSwitch(key, () => say(t("{name} is on", { name })));
  const back = () => again.mutate({ on: true }, { onError });
  const turn = useSwitch(key, () => say(`${t("{name} is off", { name })}. ${t("Nobody enters from now on. {n} are in it at this moment.", { n: numbers.active })}`, back));
  const off = () => turn.mutate({ on: false }, { onError });
  return { asking, busy: turn.isPending, press: isOn ? off : () => setAsking(true), close: () => setAsking(false) };
}
