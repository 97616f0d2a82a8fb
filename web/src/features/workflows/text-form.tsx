/** The words of a text in one language; what cannot be read is said at the field as one types. */
import { Button, Menu, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconBraces } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { Problem } from "@/lib/http";
import type { Preview, Template } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { Panel } from "@/ui/panel";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { languageName } from "./text-preview";
import classes from "./texts.module.css";
import { draftQuery, type TextPath, textsQuery, useKeepWords, type Words } from "./use-texts";

type Props = { path: TextPath; kept: Template | undefined; words: Words; mayEdit: boolean; onWords: (words: Words) => void; onLook: () => void };

export function TextForm({ path, kept, words, mayEdit, onWords, onLook }: Props) {
  const keep = useKeepWords(path);
  const field = useRef<HTMLTextAreaElement>(null);
  const [steady] = useDebouncedValue(words, 350);
  const isChanged = words.subject !== (kept?.subject ?? "") || words.body !== (kept?.body ?? "") || (words.short ?? "") !== (kept?.short ?? "");
  const seen = useQuery({ ...draftQuery(path, steady, null), enabled: mayEdit && isChanged });
  const wrong = (name: string) => problemAt(isChanged ? seen.error : null, name) ?? problemAt(keep.error, name);
  const put = (name: string) => {
    const at = field.current?.selectionStart ?? words.body.length;
    onWords({ ...words, body: `${words.body.slice(0, at)}{{ ${name} }}${words.body.slice(at)}` });
  };
  return (
    <Panel title={languageName(path.language)} aside={kept?.is_edited ? <StateChip tone="info">{t("Your words")}</StateChip> : t("as shipped")}>
      <div className={classes.form} onFocusCapture={onLook}>
        <TextInput label={t("Subject")} value={words.subject} readOnly={!mayEdit} maxLength={300} onChange={(event) => onWords({ ...words, subject: event.currentTarget.value })} error={wrong("subject")} />
        <Textarea ref={field} className={classes.body ?? ""} label={t("Text")} value={words.body} readOnly={!mayEdit} autosize minRows={8} maxRows={16} onChange={(event) => onWords({ ...words, body: event.currentTarget.value })} error={wrong("body")} />
        <Textarea label={t("Short text")} description={shortly(words, seen.data)} inputWrapperOrder={["label", "input", "error", "description"]} value={words.short ?? ""} readOnly={!mayEdit} autosize minRows={2} maxRows={6} maxLength={2000} onChange={(event) => onWords({ ...words, short: event.currentTarget.value })} error={wrong("short")} />
        {mayEdit && <Actions keep={keep} kept={kept} words={words} isChanged={isChanged} isWrong={seen.isError && isChanged} onWords={onWords} onPut={put} />}
      </div>
    </Panel>
  );
}

/** What the short text is for, and how many parts of a text message it takes as somebody would get it. */
function shortly(words: Words, seen: Preview | undefined): string {
  if (!words.short) return t("For SMS, Zalo and chats. Left empty they get the text above without its marks.");
  if (!seen?.short) return t("For SMS, Zalo and chats.");
  return t("{signs} signs, as an SMS {n} parts", { signs: seen.signs, n: seen.parts });
}

function problemAt(error: Error | null, field: string): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  return error.fields.find((one) => one.field.endsWith(field))?.message;
}

type ActionsProps = { keep: ReturnType<typeof useKeepWords>; kept: Template | undefined; words: Words; isChanged: boolean; isWrong: boolean; onWords: (words: Words) => void; onPut: (name: string) => void };

function Actions({ keep, kept, words, isChanged, isWrong, onWords, onPut }: ActionsProps) {
  const refused = { onError: (error: Error) => warn(reason(error)) };
  const before = kept ? { subject: kept.subject, body: kept.body, short: kept.short } : null;
  const goBack = (to: Words | null) => () => keep.mutate(to, { ...refused, onSuccess: ({ messages }) => onWords(found(messages, kept) ?? words) });
  const save = () => keep.mutate(words, { ...refused, onSuccess: () => say(t("Saved the text"), goBack(kept?.is_edited ? before : null)) });
  const reset = () =>
    keep.mutate(null, {
      ...refused,
      onSuccess: ({ messages }) => {
        onWords(found(messages, kept) ?? words);
        say(t("The shipped text is back"), goBack(before));
      },
    });
  return (
    <div className={classes.bar}>
      <Button onClick={save} disabled={!isChanged || isWrong} loading={keep.isPending}>
        {t("Save")}
      </Button>
      {isChanged && before && (
        <Button variant="subtle" onClick={() => onWords(before)}>
          {t("Discard")}
        </Button>
      )}
      {kept?.is_edited && (
        <Button variant="subtle" onClick={reset}>
          {t("Bring the shipped text back")}
        </Button>
      )}
      <Values onPut={onPut} />
    </div>
  );
}

function found(messages: Template[], kept: Template | undefined): Words | undefined {
  return messages.find((one) => one.key === kept?.key && one.language === kept.language);
}

/** The values a text may name; the chosen one is put where the cursor stands. */
function Values({ onPut }: { onPut: (name: string) => void }) {
  const names = (useQuery(textsQuery).data?.names ?? []).filter((name) => !name.endsWith("*"));
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconBraces size={15} aria-hidden="true" />}>
          {t("Insert a value")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={300} style={{ overflowY: "auto" }}>
        {names.map((name) => (
          <Menu.Item key={name} onClick={() => onPut(name)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
