/** How far an import is, live. */
import { Progress } from "@mantine/core";
import { number } from "@/lib/format";
import type { ImportDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import classes from "./imports.module.css";

export function ProgressPanel({ one }: { one: ImportDetail }) {
  const share = Math.floor(one.share * 100);
  const { title, words } = said(one);
  const isCounted = one.state === "checking" || one.state === "running";
  return (
    <Panel title={title} aside={isCounted ? <span className="num">{t("{share} %", { share })}</span> : undefined}>
      <div className={classes.progress}>
        <Progress value={isCounted ? share : 100} aria-label={title} animated={!isCounted} striped={!isCounted} />
        <p className={classes.note} role="status">
          {words}
        </p>
      </div>
    </Panel>
  );
}

function said(one: ImportDetail): { title: string; words: string } {
  if (one.state === "checking") {
    return { title: t("The file is being checked"), words: t("{good} rows can be taken so far, {bad} cannot. Nothing is taken by this.", { good: number(one.good), bad: number(one.bad) }) };
  }
  if (one.state === "running") {
    return { title: t("Rows come in"), words: t("{taken} of {all} rows taken in, {refused} refused. You can leave this page; a restart goes on where it was.", { taken: number(one.taken), all: number(one.good + one.bad), refused: number(one.refused) }) };
  }
  if (one.state === "settling") return { title: t("The last rows are being worked"), words: t("All {taken} rows are stored; the engine works the last of them, behind what happens now.", { taken: number(one.taken) }) };
  return { title: t("The import is being taken back"), words: t("Customer by customer. What others did since stays.") };
}
