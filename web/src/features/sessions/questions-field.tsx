/** What visitors are asked when they book. */
import { Button, Checkbox, Select, TextInput } from "@mantine/core";
import type { SessionQuestion } from "@/lib/shapes";
import { t } from "@/lib/t";
import classes from "./sessions.module.css";

const MOST = 10;
type Props = { questions: SessionQuestion[]; onChange: (questions: SessionQuestion[]) => void };

export function QuestionsField({ questions, onChange }: Props) {
  const change = (place: number, said: Partial<SessionQuestion>) => onChange(questions.map((one, at) => (at === place ? { ...one, ...said } : one)));
  return (
    <fieldset className={classes.part}>
      <legend>{t("Questions")}</legend>
      {questions.map((one, place) => (
        <Question key={one.key} question={one} onChange={(said) => change(place, said)} onRemove={() => onChange(questions.filter((_, at) => at !== place))} />
      ))}
      {questions.length < MOST && (
        <Button variant="subtle" size="compact-sm" style={{ alignSelf: "flex-start" }} ml={-8} onClick={() => onChange([...questions, { key: fresh(questions), label: "", label_vi: "", kind: "line", is_required: false }])}>
          {t("Ask something")}
        </Button>
      )}
    </fieldset>
  );
}

function Question({ question, onChange, onRemove }: { question: SessionQuestion; onChange: (said: Partial<SessionQuestion>) => void; onRemove: () => void }) {
  const kinds = [
    { value: "line", label: t("One line") },
    { value: "text", label: t("Several lines") },
    { value: "phone", label: t("A phone number") },
  ];
  return (
    <div className={classes.question}>
      <TextInput label={t("Question")} required maxLength={200} value={question.label} onChange={(event) => onChange({ label: event.currentTarget.value })} />
      <TextInput label={t("In Vietnamese")} maxLength={200} value={question.label_vi ?? ""} onChange={(event) => onChange({ label_vi: event.currentTarget.value })} />
      <Select label={t("Answer")} data={kinds} value={question.kind ?? "line"} onChange={(kind) => onChange({ kind: (kind ?? "line") as NonNullable<SessionQuestion["kind"]> })} allowDeselect={false} />
      <div className={classes.questionFoot}>
        <Checkbox label={t("Must be answered")} checked={question.is_required ?? false} onChange={(event) => onChange({ is_required: event.currentTarget.checked })} />
        <Button variant="subtle" color="gray" size="compact-sm" onClick={onRemove}>
          {t("Remove")}
        </Button>
      </div>
    </div>
  );
}

/** A name of its own for a question, never used by another one of these. */
function fresh(questions: SessionQuestion[]): string {
  const taken = new Set(questions.map(({ key }) => key));
  for (let n = questions.length + 1; ; n++) if (!taken.has(`question_${n}`)) return `question_${n}`;
}
