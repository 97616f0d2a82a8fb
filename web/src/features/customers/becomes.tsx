/** What two become as one, field by field: what each says, and in bold what will stand. */
import { value } from "@/lib/format";
import type { JoinPreview } from "@/lib/shapes";
import { t } from "@/lib/t";
import { SimpleTable } from "@/ui/simple-table";
import classes from "./panels.module.css";

type Field = JoinPreview["fields"][number];

export function Becomes({ fields, names }: { fields: Field[]; names: [string, string] }) {
  if (fields.length === 0) return <p className={classes.none}>{t("Nothing is known differently of both.")}</p>;
  return (
    <div className={classes.becomes} tabIndex={0} role="region" aria-label={t("What will stand, field by field")}>
      <SimpleTable
        label={t("What will stand, field by field")}
        rows={fields}
        keyOf={({ label }) => label}
        none=""
        columns={[
          { key: "label", head: t("Field"), cell: ({ label }: Field) => label },
          { key: "gone", head: names[0], cell: ({ gone }) => <span className="quiet">{value(gone)}</span> },
          { key: "stays", head: names[1], cell: ({ stays }) => <span className="quiet">{value(stays)}</span> },
          { key: "becomes", head: t("Will be"), cell: ({ becomes }) => <strong>{value(becomes)}</strong> },
        ]}
      />
    </div>
  );
}
