/** What keeps the draft from being published, one press away from where it is mended. */
import { Popover } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import type { Fault } from "@/lib/shapes";
import { t } from "@/lib/t";
import { TRIGGER } from "../flow-order";
import own from "./builder.module.css";
import type { Named } from "./card-name";
import { everyStep } from "./definition";
import { useHands } from "./hands";

export function FaultList({ name }: { name: Named }) {
  const { hand, blocks, choose } = useHands();
  const [open, setOpen] = useState(false);
  const faults = hand.draft.faults;
  const steps = new Map(everyStep(hand.definition, blocks).map(({ step }) => [step.id, step]));
  const place = ({ step, where }: Fault) => {
    const found = steps.get(step);
    if (found) return name(found);
    return /^(trigger|when)/.test(where) ? t("What starts it") : t("The workflow");
  };
  const go = (fault: Fault) => {
    setOpen(false);
    choose(steps.has(fault.step) ? fault.step : TRIGGER, true);
  };
  if (faults.length === 0)
    return (
      <p className={own.mend} role="status">
        <IconCircleCheck size={16} className={own.good} aria-hidden="true" /> {t("Nothing to mend")}
      </p>
    );
  return (
    <>
      <span className="hidden-words" role="status">
        {t("{n} things to mend", { n: faults.length })}
      </span>
      <Popover opened={open} onChange={setOpen} position="bottom-end" width={340} shadow="md" trapFocus>
        <Popover.Target>
          <button type="button" className={own.mend} aria-expanded={open} onClick={() => setOpen(!open)}>
            <IconAlertTriangle size={16} className={own.bad} aria-hidden="true" /> {t("{n} things to mend", { n: faults.length })}
          </button>
        </Popover.Target>
        <Popover.Dropdown p={0} aria-label={t("Things to mend")}>
          <ul className={own.faults}>
            {faults.map((fault) => (
              <li key={`${fault.where} ${fault.step}`}>
                <button type="button" className={own.fault} onClick={() => go(fault)}>
                  <b className="cut">{place(fault)}</b>
                  {fault.message}
                </button>
              </li>
            ))}
          </ul>
        </Popover.Dropdown>
      </Popover>
    </>
  );
}
