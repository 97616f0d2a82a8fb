/** A request form: its address and words, the topics to choose from, and what it asks beside title, text, day and urgency. */
import { Alert, Anchor, Button, Modal, NumberInput, Switch, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { at, send } from "@/lib/http";
import type { RequestForm, RequestFormIn } from "@/lib/shapes";
import { t } from "@/lib/t";
import { atField, besides } from "@/ui/refusals";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import classes from "./integrations.module.css";
import { FormQuestions } from "./form-questions";
import { useFormChange } from "./use-request-forms";

const NEW: RequestFormIn = { slug: "request", title: "", title_vi: "", intro: "", intro_vi: "", topics: [], questions: [], expected_days: 1, is_active: true };

export function RequestFormDialog({ form, onClose }: { form: RequestForm | null; onClose: () => void }) {
  const [said, setSaid] = useState<RequestFormIn>(form ? plain(form) : NEW);
  const [topics, setTopics] = useState((form?.topics ?? []).join("\n"));
  const save = useFormChange((given: RequestFormIn) => (form ? send<RequestForm>("PATCH", at`/api/request-forms/${form.id}`, given) : send<RequestForm>("POST", "/api/request-forms", given)));
  const put = (part: Partial<RequestFormIn>) => setSaid({ ...said, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = { ...said, topics: topics.split("\n").map((one) => one.trim()).filter(Boolean) };
    save.mutate(given, {
      onSuccess: () => {
        say(t("Saved"));
        onClose();
      },
    });
  };
  const other = besides(save.error, "slug", "title", "topics", "questions");
  return (
    <Modal opened onClose={onClose} title={form ? form.title : t("New form")} size={600} closeButtonProps={{ "aria-label": t("Close") }}>
      <form onSubmit={submit} className={classes.form}>
        {form && (
          <Anchor href={form.url} target="_blank" rel="noreferrer" size="sm">
            {form.url}
          </Anchor>
        )}
        <div className={classes.pair}>
          <TextInput label={t("Title")} value={said.title} onChange={({ currentTarget }) => put({ title: currentTarget.value })} required withAsterisk={false} maxLength={120} data-autofocus error={atField(save.error, "title")} />
          <TextInput label={t("Title in Vietnamese")} value={said.title_vi ?? ""} onChange={({ currentTarget }) => put({ title_vi: currentTarget.value })} maxLength={120} />
          <TextInput label={t("End of its address")} description={t("Small letters, digits and hyphens, like new-report.")} value={said.slug} onChange={({ currentTarget }) => put({ slug: currentTarget.value })} required withAsterisk={false} maxLength={60} error={atField(save.error, "slug")} />
          <NumberInput label={t("Working days until an answer")} description={t("What the page and the letter promise.")} value={said.expected_days ?? 1} onChange={(days) => put({ expected_days: Number(days) || 1 })} min={1} max={60} />
          <Textarea label={t("Introduction")} value={said.intro ?? ""} onChange={({ currentTarget }) => put({ intro: currentTarget.value })} autosize minRows={2} maxLength={1000} />
          <Textarea label={t("Introduction in Vietnamese")} value={said.intro_vi ?? ""} onChange={({ currentTarget }) => put({ intro_vi: currentTarget.value })} autosize minRows={2} maxLength={1000} />
        </div>
        <Textarea label={t("Topics to choose from, one a line")} value={topics} onChange={({ currentTarget }) => setTopics(currentTarget.value)} autosize minRows={2} maxRows={8} error={atField(save.error, "topics")} />
        <FormQuestions questions={said.questions ?? []} onChange={(questions) => put({ questions })} error={atField(save.error, "questions")} />
        <Switch label={t("Customers may fill it in")} checked={said.is_active ?? true} onChange={({ currentTarget }) => put({ is_active: currentTarget.checked })} />
        {other && (
          <Alert color="red" role="alert">
            {other}
          </Alert>
        )}
        <div className={classes.foot}>
          {form && <RemoveForm form={form} onGone={onClose} />}
          <Button variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {form ? t("Save") : t("Make the form")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Removed at once; the toast brings it back as it was. */
function RemoveForm({ form, onGone }: { form: RequestForm; onGone: () => void }) {
  const back = useFormChange(() => send<RequestForm>("POST", "/api/request-forms", plain(form)));
  const remove = useFormChange(() => send("DELETE", at`/api/request-forms/${form.id}`));
  const refused = { onError: (error: Error) => warn(reason(error)) };
  const gone = () => {
    say(t("The form is removed"), () => back.mutate(undefined, refused));
    onGone();
  };
  return (
    <Button variant="subtle" color="red" onClick={() => remove.mutate(undefined, { ...refused, onSuccess: gone })} loading={remove.isPending}>
      {t("Remove")}
    </Button>
  );
}

function plain({ slug, title, title_vi, intro, intro_vi, topics, questions, expected_days, is_active }: RequestForm): RequestFormIn {
  return { slug, title, title_vi, intro, intro_vi, topics, questions, expected_days, is_active };
}
