/** Makes or changes a segment: its name and condition at the left, who would be in it at the right while one writes. */
import { Button, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { called, number } from "@/lib/format";
import { Problem } from "@/lib/http";
import type { SegmentDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { type AskedField, emptyGroup, fromTree, type Group, isWhole, toTree } from "@/ui/condition/condition";
import { ConditionEditor } from "@/ui/condition/condition-editor";
import { PageBody, PageHead } from "@/ui/page";
import { Panel } from "@/ui/panel";
import { Coming, reason, Wrong } from "@/ui/states";
import { say } from "@/ui/toasts";
import classes from "./segments.module.css";
import { fieldsQuery, segmentQuery, type SegmentSubject, usePreview, useSaveSegment } from "./use-segments";

const PAUSE = 350;

export function NewSegmentPage() {
  return <Editor />;
}

export function EditSegmentPage({ id }: { id: string }) {
  const found = useQuery(segmentQuery(id));
  if (found.data) return <Editor key={id} segment={found.data} />;
  return found.isError ? <Wrong what={t("This segment did not load.")} error={found.error} onRetry={() => void found.refetch()} /> : <Coming what={t("Reading the segment")} />;
}

function Editor({ segment }: { segment?: SegmentDetail }) {
  const [name, setName] = useState(segment?.name ?? "");
  const [about, setAbout] = useState(segment?.about ?? "");
  const [subject, setSubject] = useState<SegmentSubject>(segment?.subject ?? "customer");
  const [tree, setTree] = useState<Group>(() => fromTree(segment?.condition));
  const fields = useQuery(fieldsQuery(subject));
  const known = fields.data?.items ?? [];
  const whole = isWhole(tree, known);
  const save = useSaveSegment(segment?.key);
  const navigate = useNavigate();
  const keep = () =>
    save.mutate(
      { name: name.trim(), about: about.trim(), subject, condition: toTree(tree) },
      {
        onSuccess: (saved) => {
          say(t('Saved "{name}"', { name: saved.name }));
          void navigate({ to: "/segments/$key", params: { key: saved.key } });
        },
      },
    );
  const title = segment ? t('Edit "{name}"', { name: segment.name }) : t("New segment");
  const actions = (
    <>
      <Button variant="default" component={Link} to={segment ? `/segments/${segment.key}` : "/segments"}>
        {t("Cancel")}
      </Button>
      <Button onClick={keep} loading={save.isPending} disabled={!whole || !name.trim()}>
        {t("Save")}
      </Button>
    </>
  );
  return (
    <>
      <PageHead title={title} parent={{ label: t("Segments"), to: "/segments" }} actions={actions} isHeading />
      <PageBody label={title}>
        <div className={classes.columns}>
          <div className={classes.form}>
            <TextInput label={t("Name")} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={120} data-autofocus error={wrong(save.error, "name")} />
            <Textarea label={t("What it is for")} value={about} onChange={(event) => setAbout(event.currentTarget.value)} maxLength={500} autosize minRows={1} />
            {!segment && <SubjectChoice value={subject} onChange={(next) => { setSubject(next); setTree(emptyGroup()); }} />}
            <div>
              <p className={classes.label}>{subject === "contact" ? t("Which contacts?") : t("Which customers?")}</p>
              {fields.isError && <Wrong what={t("The fields did not load.")} error={fields.error} onRetry={() => void fields.refetch()} />}
              {fields.isPending && <Coming what={t("Reading the fields")} rows={2} />}
              {fields.isSuccess && <ConditionEditor value={tree} onChange={setTree} fields={known as AskedField[]} label={t("The condition")} />}
              {save.error && !wrong(save.error, "name") && <p className={classes.wrong} role="alert">{reason(save.error)}</p>}
            </div>
          </div>
          <LiveCount subject={subject} tree={tree} whole={whole} />
        </div>
      </PageBody>
    </>
  );
}

function SubjectChoice({ value, onChange }: { value: SegmentSubject; onChange: (subject: SegmentSubject) => void }) {
  const choices = [
    { value: "customer", label: t("Customers") },
    { value: "contact", label: t("Contacts") },
  ];
  return (
    <div>
      <p className={classes.label} id="segment-subject">{t("Who is in it?")}</p>
      <SegmentedControl aria-labelledby="segment-subject" data={choices} value={value} onChange={(next) => onChange(next as SegmentSubject)} />
    </div>
  );
}

function LiveCount({ subject, tree, whole }: { subject: SegmentSubject; tree: Group; whole: boolean }) {
  const written = JSON.stringify(whole ? toTree(tree) : null);
  const [settled] = useDebouncedValue(written, PAUSE);
  const condition = useMemo(() => JSON.parse(settled) as Record<string, unknown> | null, [settled]);
  const preview = usePreview(subject, condition);
  const found = whole ? preview.data : undefined;
  return (
    <div className={classes.side}>
      <Panel title={t("Now")}>
        <div aria-live="polite" aria-busy={preview.isFetching || written !== settled}>
          {!whole && <p className="quiet">{t("Finish the condition to see who it holds for.")}</p>}
          {whole && preview.isError && <p className={classes.wrong}>{reason(preview.error)}</p>}
          {found && !preview.isError && (
            <>
              <p className={classes.big}>
                <b className="num">{number(found.count)}</b> {subject === "contact" ? t("contacts|unit", { n: found.count }) : t("customers|unit", { n: found.count })}
              </p>
              <p className={classes.summary}>{found.summary}</p>
              <ul className={classes.plain}>
                {found.sample.map((one) => (
                  <li key={one.id} className="cut" title={one.name}>
                    {called(one.name)}
                    {subject === "contact" && <span className="quiet small">{` · ${called(one.customer)}`}</span>}
                  </li>
                ))}
                {found.count > found.sample.length && <li className="quiet small">{t("and {n} more", { n: found.count - found.sample.length })}</li>}
              </ul>
            </>
          )}
        </div>
      </Panel>
    </div>
  );
}

function wrong(error: Error | null, field: string): string | undefined {
  return error instanceof Problem ? error.fields.find((one) => one.field.endsWith(field))?.message : undefined;
}
