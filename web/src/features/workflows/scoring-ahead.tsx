/** What a change would do, counted on the real ledger while one types: whose milestone, whose score. */
import { useEffect } from "react";
import { number } from "@/lib/format";
import type { ScoringChange } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import classes from "./scoring.module.css";
import { useScoringPreview } from "./use-scoring";

const PAUSE = 400;

export function ScoringAhead({ change }: { change: ScoringChange }) {
  const preview = useScoringPreview();
  const { mutate } = preview;
  const asked = JSON.stringify(change);
  useEffect(() => {
    const timer = setTimeout(() => mutate(JSON.parse(asked) as ScoringChange), PAUSE);
    return () => clearTimeout(timer);
  }, [asked, mutate]);
  if (preview.isError) return <p className={classes.wrong} role="alert">{reason(preview.error)}</p>;
  const seen = preview.data;
  if (!seen) return <p className={classes.ahead} role="status">{t("Counting whom it would change")}</p>;
  return (
    <div className={classes.ahead} role="status" data-old={preview.isPending || undefined}>
      <p className="strong">
        {seen.contacts === 0 ? t("No contact would change milestone.") : t("{n} contacts would change milestone", { n: seen.contacts })}
      </p>
      {seen.scores > 0 && <p className="quiet num">{t("{n} scores would change", { n: seen.scores })}</p>}
      {seen.moves.length > 0 && (
        <ul className={classes.moves}>
          {seen.moves.map((move) => (
            <li key={`${move.before ?? ""} ${move.after ?? ""}`}>
              <span className="num strong">{number(move.contacts)}</span> {t("{before} → {after}", { before: move.before ?? t("none yet"), after: move.after ?? t("none any more") })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
