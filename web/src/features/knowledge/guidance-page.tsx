/** All guidance: what is shown inside the product, to how many, and what came of it. */
import { Button, Menu } from "@mantine/core";
import { IconPlus, IconSettings } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useCan } from "@/lib/session";
import { t } from "@/lib/t";
import { FilterChip } from "@/ui/chips";
import { FilterBar, HintBar, PageBody, PageHead } from "@/ui/page";
import { SearchField } from "@/ui/search-field";
import { Coming, Empty, NothingMatches, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { useRowWalk } from "@/ui/use-row-walk";
import { GuidanceRow } from "./guidance-row";
import { GuidanceSettings } from "./guidance-settings";
import { KindGlyph, kindAbout, kindName, KINDS, newName, phaseName } from "./guidance-words";
import classes from "./guidance.module.css";
import { type Chosen, guidanceQuery, type Kind, useBegin, useStarters } from "./use-guidance";

const STATES = ["live", "draft", "paused", "ended"] as const;

export function GuidancePage({ chosen, onChosen }: { chosen: Chosen; onChosen: (chosen: Chosen) => void }) {
  const list = useInfiniteQuery(guidanceQuery(chosen));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const mayEdit = useCan("guidance.edit");
  const [settings, setSettings] = useState(false);
  const region = useRowWalk();
  const isFiltered = Object.values(chosen).some(Boolean);
  const actions = (
    <>
      <Button variant="default" onClick={() => setSettings(true)} leftSection={<IconSettings size={15} aria-hidden="true" />}>
        {t("Caps and look")}
      </Button>
      {mayEdit && <NewMenu />}
    </>
  );
  return (
    <>
      <PageHead title={t("Guidance")} actions={actions} />
      <FilterBar label={t("Filters")}>
        <SearchField value={chosen.q ?? ""} onSearch={(q) => onChosen({ ...chosen, q: q || undefined })} label={t("Search guidance")} placeholder={t("Name")} />
        {KINDS.map((kind) => (
          <FilterChip key={kind} on={chosen.kind === kind} onClick={() => onChosen({ ...chosen, kind: chosen.kind === kind ? undefined : kind })}>
            {kindName(kind)}
          </FilterChip>
        ))}
        <span className={classes.between} aria-hidden="true" />
        {STATES.map((state) => (
          <FilterChip key={state} on={chosen.state === state} onClick={() => onChosen({ ...chosen, state: chosen.state === state ? undefined : state })}>
            {phaseName(state)}
          </FilterChip>
        ))}
      </FilterBar>
      <PageBody label={t("Guidance")} flush>
        {list.isPending && <Coming what={t("Reading the guidance")} rows={6} />}
        {list.isError && rows.length === 0 && <Wrong what={t("The guidance did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && rows.length === 0 && (isFiltered ? <NothingMatches title={t("No guidance matches.")} onClear={() => onChosen({})} /> : <Nothing mayEdit={mayEdit} />)}
        <div ref={region}>
          <ul className={classes.list}>
            {rows.map((row) => (
              <GuidanceRow key={row.id} row={row} />
            ))}
          </ul>
        </div>
        {list.hasNextPage && (
          <div className={classes.more}>
            <Button variant="subtle" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
              {t("Show more")}
            </Button>
          </div>
        )}
      </PageBody>
      <HintBar
        hints={[
          { keys: ["J", "K"], text: t("move") },
          { keys: ["↵"], text: t("open") },
          { keys: ["/"], text: t("search") },
        ]}
      />
      {settings && <GuidanceSettings onClose={() => setSettings(false)} />}
    </>
  );
}

function NewMenu() {
  const begin = useBegin();
  const navigate = useNavigate();
  const start = (kind: Kind) =>
    begin.mutate(
      { kind, name: newName(kind) },
      { onSuccess: (made) => void navigate({ to: "/guidance/$id", params: { id: made.id } }), onError: (error) => warn(reason(error)) },
    );
  return (
    <Menu position="bottom-end" width={320}>
      <Menu.Target>
        <Button loading={begin.isPending} leftSection={<IconPlus size={15} aria-hidden="true" />}>
          {t("New guidance")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {KINDS.map((kind) => (
          <Menu.Item key={kind} leftSection={<KindGlyph kind={kind} />} onClick={() => start(kind)}>
            <span className="strong">{kindName(kind)}</span>
            <br />
            <span className="quiet small">{kindAbout(kind)}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Nothing({ mayEdit }: { mayEdit: boolean }) {
  const starters = useStarters();
  const begin = () => starters.mutate(undefined, { onSuccess: (made) => say(t("{n} drafts to begin with", { n: made.items.length })), onError: (error) => warn(reason(error)) });
  return (
    <Empty
      title={t("Nothing is shown in your product yet")}
      action={
        mayEdit && (
          <Button variant="default" onClick={begin} loading={starters.isPending}>
            {t("Begin with three drafts")}
          </Button>
        )
      }
    >
      {t("Help by page, checklists, tips and announcements, shown inside your own product to whom they concern. Begin with a getting-started checklist, an announcement and a help article in both languages, and put them into your own words.")}
    </Empty>
  );
}
