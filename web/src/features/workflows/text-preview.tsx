/** A text of a workflow with a real customer's data in it, in each of its languages. */
import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Template } from "@/lib/shapes";
import { language, t } from "@/lib/t";
import { MailFrame } from "@/ui/mail-frame";
import { Coming, Wrong } from "@/ui/states";
import classes from "./flow.module.css";
import { previewQuery } from "./use-workflows";

type Props = { workflow: string; texts: Template[]; height?: number | string; mayEdit?: boolean };

export function TextPreview({ workflow, texts, height = 300, mayEdit = false }: Props) {
  const own = texts.find((text) => text.language === language()) ?? texts[0];
  const [spoken, setSpoken] = useState(own?.language ?? "en");
  const chosen = texts.find((text) => text.language === spoken) ?? own;
  if (!chosen) return null;
  return (
    <>
      {texts.length > 1 && <SegmentedControl aria-label={t("Language of the text")} value={chosen.language} onChange={setSpoken} data={texts.map((text) => ({ value: text.language, label: languageName(text.language) }))} />}
      <div className={classes.field}>
        <span className={classes.fieldHead}>
          {t("Subject")}
          {mayEdit && (
            <Link to="/settings/texts/$workflow/$name" params={{ workflow, name: chosen.key }}>
              {t("Edit")}
            </Link>
          )}
        </span>
        <span className={classes.subject}>{chosen.subject}</span>
      </div>
      <Paper workflow={workflow} text={chosen} height={height} />
    </>
  );
}

function Paper({ workflow, text, height }: { workflow: string; text: Template; height: number | string }) {
  const preview = useQuery(previewQuery(workflow, text.key, text.language));
  if (preview.isPending) return <Coming what={t("Writing the text for somebody")} rows={3} />;
  if (preview.isError) return <Wrong what={t("The preview did not load.")} error={preview.error} onRetry={() => void preview.refetch()} />;
  const { contact, html } = preview.data;
  return (
    <div className={classes.paper}>
      <div className={classes.paperHead}>{contact ? t("As {name} would read it", { name: contact.name }) : t("As a customer would read it")}</div>
      <MailFrame html={html} height={height} title={t("Preview of the text")} />
    </div>
  );
}

export function languageName(tag: string): string {
  return new Intl.DisplayNames([language()], { type: "language" }).of(tag) ?? tag;
}
