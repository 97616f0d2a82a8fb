/** What a chosen customer's contact would get, wide, narrow or as plain text; and the same sent to oneself. */
import { Button, SegmentedControl, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSend } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { useState } from "react";
import { called } from "@/lib/format";
import { type Language, languages, t } from "@/lib/t";
import type { Preview } from "@/lib/shapes";
import { MailFrame } from "@/ui/mail-frame";
import { Panel } from "@/ui/panel";
import { Coming, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import classes from "./texts.module.css";
import { customersQuery, draftQuery, type TextPath, useSendToMe, type Words } from "./use-texts";

type Look = "wide" | "narrow" | "plain";
type Props = { path: TextPath; words: Words; mayEdit: boolean; onLanguage: (language: Language) => void };

export function DraftPreview({ path, words, mayEdit, onLanguage }: Props) {
  const [customer, setCustomer] = useState<number | null>(null);
  const [look, setLook] = useState<Look>("wide");
  const [steady] = useDebouncedValue(words, 350);
  const draft = useQuery({ ...draftQuery(path, steady, customer), enabled: mayEdit && steady.body.trim() !== "" && steady.subject.trim() !== "" });
  const looks: { value: Look; label: string }[] = [
    { value: "wide", label: t("Wide") },
    { value: "narrow", label: t("Phone") },
    { value: "plain", label: t("Plain text") },
  ];
  if (!mayEdit) return null;
  return (
    <Panel title={t("As it is read")} aside={draft.data?.contact ? t("As {name} would read it", { name: draft.data.contact.name }) : undefined}>
      <div className={classes.preview}>
        <div className={classes.bar}>
          <SegmentedControl aria-label={t("Language of the text")} value={path.language} onChange={(next) => onLanguage(next as Language)} data={languages.map(({ key, name }) => ({ value: key, label: name }))} />
          <SegmentedControl aria-label={t("How to show it")} value={look} onChange={(next) => setLook(next as Look)} data={looks} />
          <CustomerPick onPick={setCustomer} />
          <SendToMe path={path} words={words} customer={customer} />
        </div>
        {draft.isPending && <Coming what={t("Writing the text for somebody")} rows={3} />}
        {draft.isError && !draft.data && <Wrong what={t("The preview waits until the text can be read.")} error={draft.error} />}
        {draft.data && <Paper letter={draft.data} look={look} stale={draft.isError || draft.isPlaceholderData} />}
      </div>
    </Panel>
  );
}

function Paper({ letter, look, stale }: { letter: Preview; look: Look; stale: boolean }) {
  return (
    <div className={clsx(stale && classes.stale)}>
      <p className={classes.subject}>{letter.subject}</p>
      <div className={classes.paper}>
        {look === "plain" ? (
          <pre className={classes.plain}>{letter.text}</pre>
        ) : (
          <div className={look === "narrow" ? classes.narrow : classes.wide}>
            <MailFrame html={letter.html} height="100%" title={t("Preview of the text")} />
          </div>
        )}
      </div>
    </div>
  );
}

export function CustomerPick({ onPick }: { onPick: (id: number | null) => void }) {
  const [text, setText] = useState("");
  const [wanted] = useDebouncedValue(text.trim(), 150);
  const found = useQuery(customersQuery(wanted)).data?.customers ?? [];
  const [picked, setPicked] = useState<{ value: string; label: string } | null>(null);
  const offered = found.map(({ id, name }) => ({ value: String(id), label: called(name) }));
  const data = picked && !offered.some(({ value }) => value === picked.value) ? [picked, ...offered] : offered;
  return (
    <Select
      className={classes.who ?? ""}
      aria-label={t("For which customer")}
      placeholder={t("The customer seen last")}
      data={data}
      filter={({ options }) => options}
      value={picked?.value ?? null}
      searchValue={text}
      onSearchChange={setText}
      onChange={(value, option) => {
        setPicked(value ? { value, label: option?.label ?? value } : null);
        onPick(value ? Number(value) : null);
      }}
      searchable
      clearable
      nothingFoundMessage={wanted ? t("Nothing has that name.") : t("Type a name.")}
    />
  );
}

function SendToMe({ path, words, customer }: { path: TextPath; words: Words; customer: number | null }) {
  const toMe = useSendToMe(path);
  const go = () => toMe.mutate({ ...words, customer }, { onSuccess: ({ to }) => say(t("A test is on its way to {address}", { address: to })), onError: (error) => warn(reason(error)) });
  return (
    <Button variant="default" leftSection={<IconSend size={15} aria-hidden="true" />} onClick={go} loading={toMe.isPending}>
      {t("Send a test to me")}
    </Button>
  );
}
