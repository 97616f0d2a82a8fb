/** One item: its words, whom it is for, where and when; drawn beside the form as people will see it. */
import { Button, Menu, NumberInput, TextInput } from "@mantine/core";
import { IconCopy, IconDots, IconPlayerPause, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Problem } from "@/lib/http";
import { useCan } from "@/lib/session";
import type { GuidanceChange, GuidanceContent, GuidanceRecord } from "@/lib/shapes";
import { type Language, language, t } from "@/lib/t";
import { PageBody, PageHead } from "@/ui/page";
import { Panel } from "@/ui/panel";
import { Coming, Empty, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { AudienceForm } from "./audience-form";
import { ContentForm } from "./content-form";
import { GuidanceNumbers } from "./guidance-numbers";
import { kindName, PhaseChip } from "./guidance-words";
import classes from "./guidance.module.css";
import { PagesForm } from "./pages-form";
import { Preview } from "./preview";
import { TryLink } from "./try-link";
import { itemQuery, useChangeGuidance, useCopy } from "./use-guidance";
import { WhenForm } from "./when-form";

export function GuidanceItemPage({ id }: { id: number }) {
  const found = useQuery(itemQuery(id));
  if (found.data) return <Editor key={id} item={found.data} />;
  const isGone = found.error instanceof Problem && found.error.status === 404;
  return (
    <>
      <PageHead title={t("Guidance")} parent={{ label: t("Guidance"), to: "/guidance" }} isHeading />
      {found.isPending && <Coming what={t("Reading the guidance")} />}
      {found.isError && (isGone ? <Empty title={t("There is no such guidance")}>{t("It may have been removed.")}</Empty> : <Wrong what={t("The guidance did not load.")} error={found.error} onRetry={() => void found.refetch()} />)}
    </>
  );
}

/** What the form holds; the same names as the server's. */
export type Given = { content: GuidanceContent } & Pick<GuidanceRecord, "name" | "condition" | "pages" | "language" | "priority" | "starts_at" | "ends_at">;

function givenOf(item: GuidanceRecord): Given {
  const { name, content, condition, pages, language: of, priority, starts_at: start, ends_at: end } = item;
  return { name, content, condition, pages, language: of, priority, starts_at: start, ends_at: end };
}

function Editor({ item }: { item: GuidanceRecord }) {
  const may = useCan("guidance.edit");
  const [given, setGiven] = useState<Given>(() => givenOf(item));
  const [isWhole, setWhole] = useState(true);
  const [spoken, setSpoken] = useState<Language>(language());
  const set = (part: Partial<Given>) => setGiven((was) => ({ ...was, ...part }));
  const isChanged = JSON.stringify(given) !== JSON.stringify(givenOf(item));
  return (
    <>
      <PageHead title={item.name} parent={{ label: t("Guidance"), to: "/guidance" }} beside={<PhaseChip phase={item.phase} />} actions={may && <Actions item={item} given={given} isChanged={isChanged && isWhole} onBack={setGiven} />} isHeading />
      <PageBody label={item.name}>
        <div className={classes.columns}>
          <fieldset className={`${classes.form ?? ""} bare`} disabled={!may} style={{ border: 0, margin: 0, padding: 0 }}>
            <Panel title={kindName(item.kind)}>
              <div className={classes.fields}>
                <TextInput label={t("Name for your team")} value={given.name} maxLength={120} onChange={(event) => set({ name: event.currentTarget.value })} />
                <ContentForm kind={item.kind} content={given.content} onChange={(content) => set({ content })} language={spoken} onLanguage={setSpoken} />
              </div>
            </Panel>
            <Panel title={t("Whom it is for")}>
              <AudienceForm condition={given.condition} language={given.language} onChange={set} onWhole={setWhole} />
            </Panel>
            <Panel title={t("On which pages")}>
              <PagesForm pages={given.pages} onChange={(pages) => set({ pages })} />
            </Panel>
            <Panel title={t("When")}>
              <div className={classes.fields}>
                <WhenForm starts={given.starts_at} ends={given.ends_at} onChange={set} />
                <NumberInput label={t("Weight")} description={t("Where several would be shown, the higher comes first.")} value={given.priority} min={-100} max={100} allowDecimal={false} onChange={(priority) => typeof priority === "number" && set({ priority })} />
              </div>
            </Panel>
          </fieldset>
          <div className={classes.side}>
            <Faults item={item} isChanged={isChanged} />
            <Preview kind={item.kind} content={given.content} language={spoken} />
            <GuidanceNumbers item={item} />
            {may && <TryLink id={item.id} isChanged={isChanged} />}
          </div>
        </div>
      </PageBody>
    </>
  );
}

function Faults({ item, isChanged }: { item: GuidanceRecord; isChanged: boolean }) {
  if (item.faults.length === 0) return null;
  return (
    <Panel title={t("Before it can go live")}>
      <ul className={classes.faults}>
        {item.faults.map((fault) => (
          <li key={fault.field + fault.text}>{fault.text}</li>
        ))}
      </ul>
      {isChanged && <p className="quiet small">{t("As it was saved last.")}</p>}
    </Panel>
  );
}

type ActionsProps = { item: GuidanceRecord; given: Given; isChanged: boolean; onBack: (given: Given) => void };

function Actions({ item, given, isChanged, onBack }: ActionsProps) {
  const change = useChangeGuidance(item.id);
  const copy = useCopy(item.id);
  const navigate = useNavigate();
  const send = (next: GuidanceChange, said: string, was: GuidanceChange, after?: () => void) =>
    change.mutate(next, {
      onSuccess: () => {
        say(said, () => change.mutate(was, { onSuccess: (back) => onBack(givenOf(back)) }));
        after?.();
      },
      onError: (error) => warn(reason(error)),
    });
  const save = () => send(given, t("Saved"), givenOf(item));
  const turn = (state: GuidanceRecord["state"], said: string) => send(state === "live" && isChanged ? { ...given, state } : { state }, said, { state: item.state });
  const isLive = item.state === "live";
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" aria-label={t("More")} px={8}>
            <IconDots size={16} aria-hidden="true" />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCopy size={15} aria-hidden="true" />} onClick={() => copy.mutate(t("Copy of {name}", { name: item.name }).slice(0, 120), { onSuccess: (made) => void navigate({ to: "/guidance/$id", params: { id: made.id } }), onError: (error) => warn(reason(error)) })}>
            {t("Duplicate")}
          </Menu.Item>
          {item.state !== "ended" && <Menu.Item onClick={() => turn("ended", t("Ended. What people have seen stays known."))}>{t("End it")}</Menu.Item>}
          <Menu.Item leftSection={<IconTrash size={15} aria-hidden="true" />} onClick={() => send({ is_removed: true }, t('Removed "{name}"', { name: item.name }), { is_removed: false }, () => void navigate({ to: "/guidance" }))}>
            {t("Remove")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button variant="default" onClick={save} disabled={!isChanged} loading={change.isPending}>
        {t("Save")}
      </Button>
      {isLive ? (
        <Button variant="default" leftSection={<IconPlayerPause size={15} aria-hidden="true" />} onClick={() => turn("paused", t("Paused. It is gone from your pages."))}>
          {t("Pause|guidance")}
        </Button>
      ) : (
        <Button leftSection={<IconPlayerPlay size={15} aria-hidden="true" />} onClick={() => turn("live", t("Live. Your pages show it within seconds."))}>
          {t("Go live")}
        </Button>
      )}
    </>
  );
}
