/** How the file's text is cut into cells: found out, and changed where it was found out wrongly. */
import { NativeSelect } from "@mantine/core";
import type { ImportDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import classes from "./imports.module.css";
import { useAct } from "./use-imports";

export function CutPanel({ one }: { one: ImportDetail }) {
  const act = useAct(one.id);
  const change = (changed: Partial<Pick<ImportDetail, "encoding" | "separator" | "quote">>) =>
    act.mutate({ method: "PATCH", path: "", body: { encoding: one.encoding, separator: one.separator, quote: one.quote, ...changed } });
  return (
    <Panel title={t("How the file is read")} aside={t("found out from the file")}>
      <div className={classes.cut}>
        <NativeSelect label={t("Encoding")} value={one.encoding} disabled={act.isPending} onChange={(event) => change({ encoding: event.currentTarget.value })}>
          <option value="utf-8">{t("UTF-8 or UTF-16")}</option>
          <option value="cp1252">{t("Windows-1252, Western")}</option>
          <option value="cp1258">{t("Windows-1258, Vietnamese")}</option>
        </NativeSelect>
        <NativeSelect label={t("Between cells")} value={one.separator} disabled={act.isPending} onChange={(event) => change({ separator: event.currentTarget.value })}>
          <option value=",">{t("Comma")}</option>
          <option value=";">{t("Semicolon")}</option>
          <option value={"\t"}>{t("Tab")}</option>
          <option value="|">{t("Bar |")}</option>
        </NativeSelect>
        <NativeSelect label={t("Around cells")} value={one.quote} disabled={act.isPending} onChange={(event) => change({ quote: event.currentTarget.value })}>
          <option value={'"'}>{t('Double quotes "')}</option>
          <option value="'">{t("Single quotes '")}</option>
        </NativeSelect>
      </div>
    </Panel>
  );
}
