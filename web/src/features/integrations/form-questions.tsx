/** What a request form asks beside what every form asks. */
import { Button, Checkbox, Group, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { RequestFormIn } from "@/lib/shapes";
import { t } from "@/lib/t";
import classes from "./integrations.module.css";
import { Remove } from "./rule-parts";

type Question = NonNullable<RequestFormIn["questions"]>[number];
const MOST = 10;

export function FormQuestions({ questions, onChange, error }: { questions: Question[]; onChange: (next: Question[]) => void; error: string | undefined }) {
  const put = (place: number, part: Partial<Question>) => onChange(questions.map((one, index) => (index === place ? { ...one, ...part } : one)));
  return (
    <div className={classes.form} style={{ gap: 8 }} role="group" aria-label={t("Questions of your own")}>
      <span className={classes.label}>{t("Questions of your own")}</span>
      {error && <span className={classes.bad}>{error}</span>}
      {questions.map((one, place) => (
        <div key={place} className={classes.rule}>
          <div className={classes.question}>
            <TextInput aria-label={t("Question {n}", { n: place + 1 })} placeholder={t("Question")} value={one.label} onChange={({ currentTarget }) => put(place, { label: currentTarget.value })} required maxLength={200} />
            <TextInput aria-label={t("Question {n} in Vietnamese", { n: place + 1 })} placeholder={t("In Vietnamese")} value={one.label_vi ?? ""} onChange={({ currentTarget }) => put(place, { label_vi: currentTarget.value })} maxLength={200} />
            <Remove label={t("Remove question {n}", { n: place + 1 })} onClick={() => onChange(questions.filter((_, index) => index !== place))} />
          </div>
          <Group gap="lg">
            <Checkbox label={t("Needs an answer")} checked={one.is_required ?? false} onChange={({ currentTarget }) => put(place, { is_required: currentTarget.checked })} />
            <Checkbox label={t("Room for several lines")} checked={one.is_long ?? false} onChange={({ currentTarget }) => put(place, { is_long: currentTarget.checked })} />
          </Group>
        </div>
      ))}
      {questions.length < MOST && (
        <div>
          <Button variant="subtle" size="compact-sm" ml={-8} leftSection={<IconPlus size={14} aria-hidden="true" />} onClick={() => onChange([...questions, { key: "", label: "", label_vi: "", is_required: false, is_long: false }])}>
            {t("Add a question")}
          </Button>
        </div>
      )}
    </div>
  );
}
