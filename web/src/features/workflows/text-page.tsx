/** One text in both languages, side by side, and below it what somebody would get, while one types. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useCan } from "@/lib/session";
import { language, languages, type Language, t } from "@/lib/t";
import type { WorkflowDetail } from "@/lib/shapes";
import { SectionHead } from "@/ui/settings-frame";
import { Coming, Wrong } from "@/ui/states";
import { DraftPreview } from "./draft-preview";
import { TextForm } from "./text-form";
import classes from "./texts.module.css";
import type { Words } from "./use-texts";
import { workflowQuery } from "./use-workflows";

type Props = { workflow: string; name: string };

export function TextPage({ workflow, name }: Props) {
  const query = useQuery(workflowQuery(workflow));
  if (query.isPending) return <Coming what={t("Reading the texts")} />;
  if (query.isError) return <Wrong what={t("The texts did not load.")} error={query.error} onRetry={() => void query.refetch()} />;
  return <Both key={`${workflow} ${name}`} detail={query.data} name={name} />;
}

function Both({ detail, name }: { detail: WorkflowDetail; name: string }) {
  const mayEdit = useCan("workflow.edit");
  const texts = detail.messages.filter(({ key }) => key === name);
  const [spoken, setSpoken] = useState<Language>(language());
  const [drafts, setDrafts] = useState<Record<string, Words>>(() => Object.fromEntries(texts.map(({ language: tag, subject, body, short }) => [tag, { subject, body, short }])));
  const draft = drafts[spoken] ?? { subject: "", body: "" };
  return (
    <>
      <SectionHead title={detail.name}>
        <Link to="/settings/texts">{t("All texts")}</Link>
        {" · "}
        <Link to="/workflows/$key" params={{ key: detail.key }}>
          {t("The workflow")}
        </Link>
      </SectionHead>
      <div className={classes.two}>
        {languages.map(({ key: tag }) => (
          <TextForm
            key={tag}
            path={{ workflow: detail.key, name, language: tag }}
            kept={texts.find((one) => one.language === tag)}
            words={drafts[tag] ?? { subject: "", body: "" }}
            mayEdit={mayEdit}
            onWords={(words) => {
              setDrafts((was) => ({ ...was, [tag]: words }));
              setSpoken(tag);
            }}
            onLook={() => setSpoken(tag)}
          />
        ))}
      </div>
      <DraftPreview path={{ workflow: detail.key, name, language: spoken }} words={draft} mayEdit={mayEdit} onLanguage={setSpoken} />
    </>
  );
}
