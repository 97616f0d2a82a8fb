/** The words of a message step in both languages, seen as a real customer would read them, and tried on oneself. */
import { Button, Menu, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconBraces, IconSend } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useKeys } from "@/lib/keys";
import { type Language, language, languages, t } from "@/lib/t";
import { MailFrame } from "@/ui/mail-frame";
import type { WidgetProps } from "@/ui/schema-form/world";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { CustomerPick } from "../draft-preview";
import classes from "../flow.module.css";
import { draftQuery, textsQuery, useSendToMe } from "../use-texts";
import own from "./builder.module.css";
import type { Words } from "./definition";
import { useHands } from "./hands";

export function MessageWords({ value, wrong, within }: WidgetProps) {
  const { hand, workflow } = useHands();
  const [customer, setCustomer] = useState<number | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const name = String(value ?? "");
  const text = hand.definition.templates[name] ?? {};
  const [spoken, setSpoken] = useState<Language>(text.vi?.subject ? language() : "en");
  const said = spoken === "vi" ? (text.vi ?? {}) : text;
  const words: Words = { subject: said.subject ?? "", body: said.body ?? "" };
  const put = (part: Partial<Words>) =>
    hand.change((was) => {
      const before = was.templates[name] ?? { subject: "", body: "" };
      const next = { ...words, ...part };
      const after = spoken === "en" ? { ...before, ...next } : next.subject === "" && next.body === "" ? without(before) : { ...before, vi: next };
      return { ...was, templates: { ...was.templates, [name]: after } };
    }, `words ${name} ${spoken}`);
  const place = (what: string) => {
    const at = field.current?.selectionStart ?? words.body.length;
    put({ body: `${words.body.slice(0, at)}{{ ${what} }}${words.body.slice(at)}` });
  };
  const mine = within.find((one) => one.field === spoken)?.message ?? (within.length === 0 && spoken === "en" ? wrong : undefined);
  const path = { workflow: workflow.key, name: name || "new", language: spoken };
  return (
    <div className={own.words}>
      <div className={own.wordsHead}>
        <SegmentedControl aria-label={t("Language of the text")} value={spoken} onChange={(next) => setSpoken(next as Language)} data={languages.map((one) => ({ value: one.key, label: one.name }))} />
        <Values onPut={place} />
      </div>
      <TextInput label={t("Subject")} value={words.subject} maxLength={300} onChange={(event) => put({ subject: event.currentTarget.value })} />
      <Textarea ref={field} label={t("Text")} description={spoken === "vi" && words.body === "" ? t("Left empty, the English words are sent.") : undefined} inputWrapperOrder={["label", "input", "error", "description"]} value={words.body} autosize minRows={5} maxRows={14} maxLength={20_000} onChange={(event) => put({ body: event.currentTarget.value })} error={mine} />
      <CustomerPick onPick={setCustomer} />
      <Letter path={path} words={words} customer={customer} />
    </div>
  );
}

/** English alone again. */
function without({ subject = "", body = "" }: Partial<Words>): Partial<Words> {
  return { subject, body };
}

type LetterProps = { path: { workflow: string; name: string; language: string }; words: Words; customer: number | null };

function Letter({ path, words, customer }: LetterProps) {
  const [steady] = useDebouncedValue(words, 400);
  const whole = steady.subject.trim() !== "" && steady.body.trim() !== "";
  const letter = useQuery({ ...draftQuery(path, steady, customer), enabled: whole });
  const toMe = useSendToMe(path);
  const send = () => toMe.mutate({ ...words, customer }, { onSuccess: ({ to }) => say(t("A test is on its way to {address}", { address: to })), onError: (error) => warn(reason(error)) });
  useKeys({ t: send }, whole);
  if (!whole) return <p className={own.about}>{t("Write a subject and a text to see the letter as it will be read.")}</p>;
  return (
    <>
      {letter.data && (
        <div className={classes.paper} aria-busy={letter.isPlaceholderData}>
          <div className={classes.paperHead}>{letter.data.contact ? t("As {name} would read it", { name: letter.data.contact.name }) : t("As a customer would read it")}</div>
          <p className={own.about} style={{ padding: "8px 11px 0" }}>
            <b>{letter.data.subject}</b>
          </p>
          <MailFrame html={letter.data.html} height={300} title={t("Preview of the text")} />
        </div>
      )}
      <div>
        <Button variant="default" leftSection={<IconSend size={15} aria-hidden="true" />} onClick={send} loading={toMe.isPending}>
          {t("Send me a test")}
        </Button>
      </div>
    </>
  );
}

/** The values a text may name; the chosen one is put where the cursor stands. */
function Values({ onPut }: { onPut: (name: string) => void }) {
  const names = (useQuery(textsQuery).data?.names ?? []).filter((one) => !one.endsWith("*"));
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button variant="subtle" size="compact-sm" leftSection={<IconBraces size={15} aria-hidden="true" />} lang={language()}>
          {t("Insert a value")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={300} style={{ overflowY: "auto" }}>
        {names.map((one) => (
          <Menu.Item key={one} onClick={() => onPut(one)}>
            {one}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
