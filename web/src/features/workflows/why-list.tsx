/** Each condition with what it asked and what it saw. */
import { IconCheck, IconX } from "@tabler/icons-react";
import type { Why } from "@/lib/shapes";
import { t } from "@/lib/t";
import classes from "./run-log.module.css";

export function WhyList({ why }: { why: Why[] }) {
  return (
    <ul className={classes.whys}>
      {why.map((one) => (
        <li key={`${one.text} ${one.saw}`} className={classes.why} data-passed={one.passed}>
          {one.passed ? <IconCheck size={14} aria-hidden="true" /> : <IconX size={14} aria-hidden="true" />}
          <span className="hidden-words">{one.passed ? t("held|condition") : t("did not hold")}</span>
          <span>
            <b>{one.text}</b>
          </span>
          <span className={classes.seen}>{one.saw}</span>
        </li>
      ))}
    </ul>
  );
}
