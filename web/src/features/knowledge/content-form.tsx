/** The words of an item in each language, where it leads, and its steps. */
import { Button, SegmentedControl, Select, Textarea, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import type { GuidanceContent, GuidancePart, GuidanceTexts, GuidanceWords } from "@/lib/shapes";
import { type Language, languages, t } from "@/lib/t";
import classes from "./guidance.module.css";
import type { Kind } from "./use-guidance";

type Props = { kind: Kind; content: GuidanceContent; onChange: (content: GuidanceContent) => void; language: Language; onLanguage: (language: Language) => void };
const SAMPLE = "#new-report";
type Field = keyof GuidanceWords;

export function ContentForm({ kind, content, onChange, language, onLanguage }: Props) {
  const set = (part: Partial<GuidanceContent>) => onChange({ ...content, ...part });
  const isAnnouncement = kind === "announcement";
  return (
    <>
      <div>
        <p className={classes.label} id="guidance-language">{t("Words in")}</p>
        <SegmentedControl aria-labelledby="guidance-language" data={languages.map(({ key, name }) => ({ value: key, label: name }))} value={language} onChange={(next) => onLanguage(next as Language)} />
      </div>
      {kind !== "tip" && <WordsFields texts={content.texts ?? {}} language={language} fields={fieldsOf(kind)} onChange={(texts) => set({ texts })} />}
      {(isAnnouncement || kind === "help") && <TextInput label={isAnnouncement ? t("Where its button leads") : t("Link to more")} description={t("https://… or a page of your product, like /settings")} value={content.link ?? ""} onChange={(event) => set({ link: event.currentTarget.value })} />}
      {isAnnouncement && (
        <div className={classes.pair}>
          <Select label={t("Shape")} data={[{ value: "card", label: t("Card in the corner") }, { value: "banner", label: t("Banner at the top") }, { value: "modal", label: t("Dialog in the middle") }]} value={content.form ?? "card"} allowDeselect={false} onChange={(form) => form && set({ form: form as NonNullable<GuidanceContent["form"]> })} />
          <Select label={t("How often")} data={[{ value: "once", label: t("Once a person") }, { value: "until_closed", label: t("Until they close it or press its button") }]} value={content.repeat ?? "once"} allowDeselect={false} onChange={(repeat) => repeat && set({ repeat: repeat as NonNullable<GuidanceContent["repeat"]> })} />
        </div>
      )}
      {(kind === "tip" || kind === "checklist") && <Parts kind={kind} parts={content.parts ?? []} language={language} onChange={(parts) => set({ parts })} />}
    </>
  );
}

function fieldsOf(kind: Kind): Field[] {
  return { announcement: ["title", "body", "button"], checklist: ["title", "body", "done"], help: ["title", "body"], tip: [] }[kind] as Field[];
}

function WordsFields({ texts, language, fields, onChange }: { texts: GuidanceTexts; language: Language; fields: Field[]; onChange: (texts: GuidanceTexts) => void }) {
  const words = texts[language] ?? {};
  const set = (field: Field, value: string) => onChange({ ...texts, [language]: { ...words, [field]: value } });
  const labels: Record<Field, string> = { title: t("Title"), body: t("Text, in Markdown"), button: t("Words on its button"), done: t("Said when all is done") };
  return fields.map((field) => {
    const given = { key: field, label: labels[field], value: words[field] ?? "", onChange: (event: { currentTarget: { value: string } }) => set(field, event.currentTarget.value) };
    const { key, ...rest } = given;
    return field === "body" ? <Textarea key={key} {...rest} autosize minRows={2} maxRows={16} maxLength={20_000} /> : <TextInput key={key} {...rest} maxLength={field === "button" ? 60 : 200} />;
  });
}

type PartsProps = { kind: "tip" | "checklist"; parts: GuidancePart[]; language: Language; onChange: (parts: GuidancePart[]) => void };

function Parts({ kind, parts, language, onChange }: PartsProps) {
  const add = () => onChange([...parts, { id: `p${Math.random().toString(36).slice(2, 9)}`, texts: {} }]);
  const change = (index: number, part: GuidancePart) => onChange(parts.map((one, place) => (place === index ? part : one)));
  const move = (index: number, by: number) => {
    const [taken, ...rest] = [parts[index], ...parts.filter((_, place) => place !== index)];
    if (taken) onChange([...rest.slice(0, index + by), taken, ...rest.slice(index + by)]);
  };
  return (
    <div className={classes.part} role="group" aria-label={kind === "tip" ? t("Steps") : t("Things to do")}>
      <p className={classes.label}>{kind === "tip" ? t("Steps") : t("Things to do")}</p>
      {parts.map((part, index) => (
        <div key={part.id} className={classes.step} role="group" aria-label={`${index + 1}`}>
          <div className={classes.stephead}>
            <b>{kind === "tip" ? t("Step {n}", { n: index + 1 }) : t("To do {n}", { n: index + 1 })}</b>
            <Mini label={t("Move up")} disabled={index === 0} onClick={() => move(index, -1)} icon={<IconArrowUp size={15} aria-hidden="true" />} />
            <Mini label={t("Move down")} disabled={index === parts.length - 1} onClick={() => move(index, 1)} icon={<IconArrowDown size={15} aria-hidden="true" />} />
            <Mini label={t("Remove")} onClick={() => onChange(parts.filter((_, place) => place !== index))} icon={<IconX size={15} aria-hidden="true" />} />
          </div>
          <WordsFields texts={part.texts ?? {}} language={language} fields={kind === "tip" ? ["title", "body", "button"] : ["title", "body"]} onChange={(texts) => change(index, { ...part, texts })} />
          {kind === "tip" ? <Anchor part={part} onChange={(next) => change(index, next)} /> : <DoneWhen part={part} onChange={(next) => change(index, next)} />}
          <TextInput label={t("Link")} value={part.link ?? ""} onChange={(event) => change(index, { ...part, link: event.currentTarget.value })} />
        </div>
      ))}
      <div>
        <Button variant="default" leftSection={<IconPlus size={14} aria-hidden="true" />} onClick={add} disabled={parts.length >= 20}>
          {kind === "tip" ? t("Add a step|tour") : t("Add a thing to do")}
        </Button>
      </div>
    </div>
  );
}

function Mini({ label, icon, onClick, disabled = false }: { label: string; icon: React.ReactNode; onClick: () => void; disabled?: boolean }) {
  return (
    <Button variant="subtle" size="compact-sm" px={6} aria-label={label} title={label} onClick={onClick} disabled={disabled}>
      {icon}
    </Button>
  );
}

function Anchor({ part, onChange }: { part: GuidancePart; onChange: (part: GuidancePart) => void }) {
  const sides = [
    { value: "auto", label: t("Wherever there is room") },
    { value: "bottom", label: t("Below") },
    { value: "top", label: t("Above") },
    { value: "right", label: t("To the right") },
    { value: "left", label: t("To the left") },
  ];
  return (
    <div className={classes.pair}>
      <TextInput label={t("Points at (CSS selector)")} placeholder={SAMPLE} value={part.selector ?? ""} maxLength={500} onChange={(event) => onChange({ ...part, selector: event.currentTarget.value })} styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }} />
      <Select label={t("Stands")} data={sides} value={part.side ?? "auto"} allowDeselect={false} onChange={(side) => side && onChange({ ...part, side: side as NonNullable<GuidancePart["side"]> })} />
    </div>
  );
}

function DoneWhen({ part, onChange }: { part: GuidancePart; onChange: (part: GuidancePart) => void }) {
  const ways = [
    { value: "click", label: t("They tick it themselves") },
    { value: "event", label: t("An event has happened") },
    { value: "feature", label: t("A feature was used") },
  ];
  return (
    <div className={classes.pair}>
      <Select label={t("Done when")} data={ways} value={part.by ?? "click"} allowDeselect={false} onChange={(by) => by && onChange({ ...part, by: by as NonNullable<GuidancePart["by"]> })} />
      {part.by !== undefined && part.by !== "click" && <TextInput label={part.by === "event" ? t("Name of the event") : t("Name of the feature")} value={part.name ?? ""} maxLength={200} onChange={(event) => onChange({ ...part, name: event.currentTarget.value })} />}
    </div>
  );
}
