/** One pipeline and its stages: named, ordered, coloured, added, archived with where their cards go. */
import { ActionIcon, Button, Menu, Select, TextInput } from "@mantine/core";
import { IconArchive, IconArrowDown, IconArrowUp, IconDots, IconPlus } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import type { Pipeline } from "@/lib/shapes";
import { t } from "@/lib/t";
import classes from "./pipelines-section.module.css";
import { tones } from "./tones";
import { layOut, type Stage, useLayoutChange, type WantedStage } from "./use-layout";

type Props = { pipeline: Pipeline; place: number; last: number };

export function PipelineEditor({ pipeline, place, last }: Props) {
  const { key, columns } = pipeline;
  const { change, isPending } = useLayoutChange();
  const [name, setName] = useState(pipeline.name);
  const [stages, setStages] = useState<WantedStage[]>(columns);
  const changed = name !== pipeline.name || JSON.stringify(stages) !== JSON.stringify(columns);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const call = async () => {
      if (name !== pipeline.name) await layOut.change(key, { name })();
      if (JSON.stringify(stages) !== JSON.stringify(columns)) await layOut.stages(key, stages)();
    };
    change({ call, done: t("Saved {name}", { name }) });
  };
  return (
    <form className={classes.pipeline} onSubmit={save} aria-label={pipeline.name}>
      <header className={classes.head}>
        <TextInput aria-label={t("Name of the pipeline")} value={name} maxLength={80} required onChange={(event) => setName(event.currentTarget.value)} className={classes.grow} />
        <span className="quiet small">{pipeline.subject === "customer" ? t("of customers") : pipeline.has_several ? t("of people, several stages each") : t("of people")}</span>
        <PipelineMenu pipeline={pipeline} place={place} last={last} />
      </header>
      {pipeline.has_several && <p className="quiet small">{t("Each feature that is used is a stage by itself; lay out here those that shall come first.")}</p>}
      <Stages stages={stages} onChange={setStages} />
      <footer className={classes.foot}>
        <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden="true" />} onClick={() => setStages([...stages, { key: null, name: "", tone: "quiet", is_archived: false }])}>
          {t("Add a stage")}
        </Button>
        {changed && (
          <>
            <Button type="submit" size="compact-sm" loading={isPending}>
              {t("Save")}
            </Button>
            <Button variant="subtle" color="gray" size="compact-sm" onClick={() => { setName(pipeline.name); setStages(columns); }}>
              {t("Leave it as it was")}
            </Button>
          </>
        )}
      </footer>
    </form>
  );
}

function PipelineMenu({ pipeline: { key, name }, place, last }: Props) {
  const { change } = useLayoutChange();
  const move = (to: number) => change({ call: layOut.change(key, { position: to }), done: t("Moved {name}", { name }), undo: layOut.change(key, { position: place }) });
  const archive = () => change({ call: layOut.change(key, { is_archived: true }), done: t("Put {name} away", { name }), undo: layOut.change(key, { is_archived: false }) });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t("More about {name}", { name })}>
          <IconDots size={16} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={place === 0} onClick={() => move(place - 1)}>
          {t("Move up")}
        </Menu.Item>
        <Menu.Item disabled={place === last} onClick={() => move(place + 1)}>
          {t("Move down")}
        </Menu.Item>
        <Menu.Item onClick={archive}>{t("Put it away")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Stages({ stages, onChange }: { stages: WantedStage[]; onChange: (stages: WantedStage[]) => void }) {
  const set = (place: number, change: Partial<WantedStage>) => onChange(stages.map((stage, index) => (index === place ? { ...stage, ...change } : stage)));
  const swap = (place: number, other: number) => {
    const next = [...stages];
    const [one, two] = [next[place], next[other]];
    if (!one || !two) return;
    [next[place], next[other]] = [two, one];
    onChange(next);
  };
  const open = stages.filter(({ key, is_archived: archived }) => key !== null && !archived);
  return (
    <ol className={classes.stages}>
      {stages.map((stage, place) => (
        <li key={stage.key ?? `new ${place}`} className={classes.stage} data-archived={stage.is_archived || undefined}>
          <TextInput aria-label={t("Name of stage {n}", { n: place + 1 })} value={stage.name} required maxLength={80} disabled={stage.is_archived} onChange={(event) => set(place, { name: event.currentTarget.value })} className={classes.grow} />
          <Select aria-label={t("Colour of {name}", { name: stage.name })} data={tones()} value={stage.tone} onChange={(tone) => set(place, { tone: (tone ?? "quiet") as Stage["tone"] })} allowDeselect={false} w={110} />
          <ActionIcon variant="subtle" color="gray" disabled={place === 0} onClick={() => swap(place, place - 1)} aria-label={t("Move {name} up", { name: stage.name })}>
            <IconArrowUp size={15} aria-hidden="true" />
          </ActionIcon>
          <ActionIcon variant="subtle" color="gray" disabled={place === stages.length - 1} onClick={() => swap(place, place + 1)} aria-label={t("Move {name} down", { name: stage.name })}>
            <IconArrowDown size={15} aria-hidden="true" />
          </ActionIcon>
          <ArchiveButton stage={stage} others={open.filter(({ key }) => key !== stage.key)} onChange={(change) => (change === null ? onChange(stages.filter((one) => one !== stage)) : set(place, change))} />
        </li>
      ))}
    </ol>
  );
}

type ArchiveProps = { stage: WantedStage; others: WantedStage[]; onChange: (change: Partial<WantedStage> | null) => void };

/** A stage nobody has saved yet is just taken away; any other says where its cards go. */
function ArchiveButton({ stage, others, onChange }: ArchiveProps) {
  if (stage.is_archived) {
    return (
      <Button variant="subtle" size="compact-xs" onClick={() => onChange({ is_archived: false, moves_to: null })}>
        {t("Bring it back")}
      </Button>
    );
  }
  const label = t("Archive {name}", { name: stage.name });
  const icon = <IconArchive size={15} aria-hidden="true" />;
  if (stage.key === null) {
    return (
      <ActionIcon variant="subtle" color="gray" onClick={() => onChange(null)} aria-label={label}>
        {icon}
      </ActionIcon>
    );
  }
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" disabled={others.length === 0} aria-label={label}>
          {icon}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("Its cards go to")}</Menu.Label>
        {others.map(({ key, name }) => (
          <Menu.Item key={key} onClick={() => onChange({ is_archived: true, moves_to: key })}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
