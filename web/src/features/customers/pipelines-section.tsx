/** Settings > Pipelines: make, name, order and put away pipelines; each opens its stages. */
import { Button, Modal, Select, Textarea, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Pipeline } from "@/lib/shapes";
import { t } from "@/lib/t";
import { SectionHead } from "@/ui/settings-frame";
import { Coming, Wrong } from "@/ui/states";
import classes from "./pipelines-section.module.css";
import { PipelineEditor } from "./pipeline-editor";
import { layOut, layoutQuery, useLayoutChange } from "./use-layout";

export function PipelinesSection() {
  const query = useQuery(layoutQuery);
  const [adding, add] = useDisclosure(false);
  const all = query.data?.items ?? [];
  const shown = all.filter(({ is_archived: archived }) => !archived);
  const archived = all.filter(({ is_archived: away }) => away);
  const button = (
    <Button leftSection={<IconPlus size={15} aria-hidden="true" />} onClick={add.open}>
      {t("New pipeline")}
    </Button>
  );
  return (
    <>
      <SectionHead title={t("Pipelines")} action={button}>
        {t("Each is a board with a column for every stage. Workflows know a stage by its first name, so you may rename it freely.")}
      </SectionHead>
      {query.isPending && <Coming what={t("Reading the pipelines")} />}
      {query.isError && <Wrong what={t("The pipelines did not load.")} error={query.error} onRetry={() => void query.refetch()} />}
      {shown.map((pipeline, place) => (
        <PipelineEditor key={pipeline.key + JSON.stringify(pipeline.columns)} pipeline={pipeline} place={place} last={shown.length - 1} />
      ))}
      {archived.length > 0 && <Archived pipelines={archived} />}
      {adding && <NewPipeline onClose={add.close} />}
    </>
  );
}

function Archived({ pipelines }: { pipelines: Pipeline[] }) {
  const { change } = useLayoutChange();
  return (
    <section className={classes.archived} aria-label={t("Put away")}>
      <h3>{t("Put away")}</h3>
      {pipelines.map(({ key, name }) => (
        <p key={key}>
          {name}{" "}
          <Button variant="subtle" size="compact-xs" onClick={() => change({ call: layOut.change(key, { is_archived: false }), done: t("{name} is back", { name }) })}>
            {t("Bring it back")}
          </Button>
        </p>
      ))}
    </section>
  );
}

function NewPipeline({ onClose }: { onClose: () => void }) {
  const { change, isPending } = useLayoutChange();
  const [name, setName] = useState("");
  const [subject, setSubject] = useState("customer");
  const [stages, setStages] = useState("");
  const save = (event: FormEvent) => {
    event.preventDefault();
    const names = stages.split("\n").map((line) => line.trim()).filter(Boolean);
    change({ call: layOut.create(name.trim(), subject, names), done: t("Made {name}", { name: name.trim() }) }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={t("New pipeline")} size={440} centered closeButtonProps={{ "aria-label": t("Close") }}>
      <form className={classes.form} onSubmit={save}>
        <TextInput label={t("Name")} required maxLength={80} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
        <Select label={t("Who moves along it")} data={[{ value: "customer", label: t("Customers") }, { value: "contact", label: t("People") }]} value={subject} onChange={(value) => setSubject(value ?? "customer")} allowDeselect={false} />
        <Textarea label={t("Stages, one a line")} required autosize minRows={4} value={stages} onChange={(event) => setStages(event.currentTarget.value)} />
        <Button type="submit" loading={isPending}>
          {t("Make it")}
        </Button>
      </form>
    </Modal>
  );
}
