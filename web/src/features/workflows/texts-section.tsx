/** Settings, Texts: everything that is said to customers, by workflow, with which words are one's own. */
import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { language } from "@/lib/t";
import type { ListedText } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { Panel } from "@/ui/panel";
import { SectionHead } from "@/ui/settings-frame";
import { Coming, NothingMatches, Wrong } from "@/ui/states";
import { languageName } from "./text-preview";
import classes from "./texts.module.css";
import { textsQuery } from "./use-texts";

export function TextsSection() {
  const texts = useQuery(textsQuery);
  const [q, setQ] = useState("");
  const items = (texts.data?.items ?? []).filter((one) => holds(one, q));
  const groups = [...Map.groupBy(items, ({ workflow }) => workflow.key).values()];
  return (
    <>
      <SectionHead title={t("Texts")}>{t("All that workflows say to customers, in the words you like. Each text is shown with a real customer's values while you write.")}</SectionHead>
      <TextInput
        className={classes.search ?? ""}
        leftSection={<IconSearch size={15} aria-hidden="true" />}
        aria-label={t("Search the texts")}
        placeholder={t("Search the texts")}
        value={q}
        onChange={(event) => setQ(event.currentTarget.value)}
        type="search"
      />
      {texts.isPending && <Coming what={t("Reading the texts")} />}
      {texts.isError && <Wrong what={t("The texts did not load.")} error={texts.error} onRetry={() => void texts.refetch()} />}
      {texts.isSuccess && groups.length === 0 && <NothingMatches title={t("No text matches.")} onClear={() => setQ("")} />}
      {groups.map((group) => (
        <Panel key={group[0]?.workflow.key} title={group[0]?.workflow.name} aside={group[0] && aside(group[0])} flush>
          <ul className={classes.list}>
            {group.map((text) => (
              <Row key={text.name} text={text} />
            ))}
          </ul>
        </Panel>
      ))}
    </>
  );
}

function aside({ is_on: isOn }: ListedText): string {
  return isOn ? t("switched on") : t("draft");
}

function Row({ text }: { text: ListedText }) {
  const own = text.languages.find((one) => one.language === language()) ?? text.languages[0];
  const edited = text.languages.filter((one) => one.is_edited);
  return (
    <li>
      <Link to="/settings/texts/$workflow/$name" params={{ workflow: text.workflow.key, name: text.name }} className={classes.row}>
        <span className={classes.words}>
          <span className="strong cut">{own?.subject}</span>
          <span className="quiet small cut">{text.languages.map((one) => languageName(one.language)).join(" · ")}</span>
        </span>
        {edited.length > 0 && <StateChip tone="info">{t("Your words: {languages}", { languages: edited.map((one) => languageName(one.language)).join(", ") })}</StateChip>}
      </Link>
    </li>
  );
}

function holds({ workflow, name, languages }: ListedText, q: string): boolean {
  const wanted = q.trim().toLocaleLowerCase();
  return [workflow.name, name, ...languages.map(({ subject }) => subject)].some((words) => words.toLocaleLowerCase().includes(wanted));
}
