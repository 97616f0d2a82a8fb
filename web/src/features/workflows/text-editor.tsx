/** Changes the words of a text; what the server cannot read is said at the field, and the shipped words can come back. */
import { Button, Group, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Problem } from "@/lib/http";
import type { Template } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Confirm } from "@/ui/confirm";
import { reason } from "@/ui/states";
import { say } from "@/ui/toasts";
import classes from "./flow.module.css";
import { useTextChange } from "./use-workflows";

type Props = { workflow: string; text: Template; onClose: () => void };

export function TextEditor({ workflow, text, onClose }: Props) {
  const change = useTextChange(workflow, text);
  const [asking, setAsking] = useState(false);
  const done = (said: string) => ({
    onSuccess: () => {
      say(said);
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    change.mutate({ subject: String(form.get("subject")), body: String(form.get("body")) }, done(t("Saved the text")));
  };
  const wrong = (field: string) => (change.error instanceof Problem ? change.error.fields.find((one) => one.field.endsWith(field))?.message : undefined);
  const general = change.error && !wrong("subject") && !wrong("body") ? reason(change.error) : undefined;
  return (
    <form onSubmit={submit} className={classes.details}>
      <TextInput name="subject" label={t("Subject")} defaultValue={text.subject} maxLength={300} required withAsterisk={false} error={wrong("subject")} />
      <Textarea name="body" label={t("Text")} description={t("Plain paragraphs; values of the customer stand in double braces.")} defaultValue={text.body} minRows={8} maxRows={24} required withAsterisk={false} error={wrong("body") ?? general} />
      <Group gap="sm">
        <Button type="submit" loading={change.isPending}>
          {t("Save")}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t("Cancel")}
        </Button>
        {text.is_edited && (
          <Button variant="subtle" color="red" ml="auto" onClick={() => setAsking(true)}>
            {t("Bring the shipped text back")}
          </Button>
        )}
      </Group>
      <Confirm opened={asking} removes title={t("Bring the shipped text back?")} action={t("Bring it back")} busy={change.isPending} onClose={() => setAsking(false)} onConfirm={() => change.mutate(null, done(t("The shipped text is back")))}>
        {t("Your own words for this text in this language are removed.")}
      </Confirm>
    </form>
  );
}
