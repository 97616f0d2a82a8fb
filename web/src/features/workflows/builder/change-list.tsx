/** Differences between two versions in words. */
import type { DraftChange } from "@/lib/shapes";
import { t } from "@/lib/t";
import own from "./builder.module.css";

export function ChangeList({ changes }: { changes: DraftChange[] }) {
  const words = { added: t("Added|difference"), changed: t("Changed|difference"), moved: t("Moved|difference"), removed: t("Removed|difference") };
  return (
    <div className={own.scroll} tabIndex={0} role="region" aria-label={t("What changes")}>
      <ul className={own.changes}>
        {changes.map(({ kind, what, details, step }) => (
          <li key={`${kind} ${step} ${what}`}>
            <span className={own.kind} data-kind={kind}>
              {words[kind]}
            </span>
            <div>
              <p className={own.what}>{what}</p>
              {details.map((detail) => (
                <p key={detail}>{detail}</p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
