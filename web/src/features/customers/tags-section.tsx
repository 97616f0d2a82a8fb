/** Settings, Tags: which there are, on how many, what names them; another name for one, on everybody at once. */
import { Button, Group, Menu, Modal, TextInput } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { number } from "@/lib/format";
import { get, send } from "@/lib/http";
import { useCan } from "@/lib/session";
import type { Page, Tag } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip, TagChip, ToneDot } from "@/ui/chips";
import { Panel } from "@/ui/panel";
import { atField, besides } from "@/ui/refusals";
import { SearchField } from "@/ui/search-field";
import { SectionHead } from "@/ui/settings-frame";
import { SimpleTable } from "@/ui/simple-table";
import { Coming, Wrong } from "@/ui/states";
import { say } from "@/ui/toasts";
import { useColour } from "./tag-colours";
import classes from "./tags-section.module.css";
import { tones } from "./tones";

const KEY = ["tags"];

export function TagsSection() {
  const may = useCan("settings.manage");
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState<Tag | null>(null);
  const tags = useInfiniteQuery({
    queryKey: [...KEY, words],
    queryFn: ({ signal, pageParam }) => get<Page<Tag>>("/api/tags", { signal, query: { q: words || undefined, cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    staleTime: 0,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(({ becomes }) => becomes !== null)) ? 2000 : false),
  });
  return (
    <>
      <SectionHead title={t("Tags")}>{t("A new name holds for everybody who has the tag. Nobody is written to, and no workflow starts because of it.")}</SectionHead>
      <Panel title={t("Tags in use")} flush aside={<SearchField value={words} onSearch={setWords} label={t("Search tags")} width={200} />}>
        {tags.isPending && <Coming what={t("Reading the tags")} rows={5} />}
        {tags.isError && <Wrong what={t("The tags did not load.")} error={tags.error} onRetry={() => void tags.refetch()} />}
        {tags.data && (
          <SimpleTable
            label={t("Tags in use")}
            rows={tags.data.pages.flatMap((page) => page.items)}
            keyOf={(row) => row.name}
            none={words ? t("No tag has this in its name.") : t("No tag yet. Workflows and members add them.")}
            columns={[
              { key: "name", head: t("Tag"), cut: true, cell: (row: Tag) => <TagName tag={row} /> },
              { key: "customers", head: t("Customers"), end: true, wideOnly: true, cell: (row) => <span className="num">{number(row.customers)}</span> },
              { key: "contacts", head: t("Contacts"), end: true, wideOnly: true, cell: (row) => <span className="num">{number(row.contacts)}</span> },
              { key: "used", head: t("Used by"), wideOnly: true, cut: true, cell: (row) => <Uses tag={row} /> },
              { key: "tone", head: t("Colour"), cell: (row) => <Colour tag={row} may={may} /> },
              ...(may ? [{ key: "do", head: <span className="hidden-words">{t("Change")}</span>, end: true, cell: (row: Tag) => <Deed tag={row} onChange={() => setChosen(row)} /> }] : []),
            ]}
          />
        )}
        {tags.hasNextPage && (
          <Button variant="subtle" m="sm" loading={tags.isFetchingNextPage} onClick={() => void tags.fetchNextPage()}>
            {t("Show more")}
          </Button>
        )}
      </Panel>
      {chosen && <RenameDialog tag={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}

function Colour({ tag, may }: { tag: Tag; may: boolean }) {
  const colour = useColour();
  const label = tones().find(({ value }) => value === tag.tone)?.label;
  if (!may) return <ColourWord tone={tag.tone} label={label} />;
  return (
    <Menu position="bottom-start" width={150}>
      <Menu.Target>
        <Button variant="default" size="compact-sm" aria-label={t("Colour of {name}", { name: tag.name })}>
          <ColourWord tone={tag.tone} label={label} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {tones().map((tone) => (
          <Menu.Item key={tone.value} leftSection={<ToneDot tone={tone.value} />} onClick={() => tone.value !== tag.tone && colour({ tag: tag.name, tone: tone.value, was: tag.tone })}>
            {tone.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function ColourWord({ tone, label }: { tone: Tag["tone"]; label: string | undefined }) {
  return (
    <span style={{ display: "inline-flex", alignItems: "center", gap: 6 }}>
      <ToneDot tone={tone} />
      {label}
    </span>
  );
}

/** On a phone how many have it stands below its name. */
function TagName({ tag }: { tag: Tag }) {
  return (
    <>
      <TagChip>{tag.name}</TagChip>
      <span className={`quiet small ${classes.reach ?? ""}`}>{t("{customers} customers, {contacts} contacts", { customers: number(tag.customers), contacts: number(tag.contacts) })}</span>
    </>
  );
}

function Uses({ tag }: { tag: Tag }) {
  if (tag.used_by.length === 0) return <span className="quiet">{t("nothing|value")}</span>;
  const [first, ...rest] = tag.used_by;
  const more = rest.length > 0 ? ` +${String(rest.length)}` : "";
  return (
    <span title={tag.used_by.map(({ name }) => name).join(", ")}>
      {first?.kind === "workflow" ? <Link to="/workflows/$key" params={{ key: first.key }}>{first.name}</Link> : first?.name}
      {more}
    </span>
  );
}

function Deed({ tag, onChange }: { tag: Tag; onChange: () => void }) {
  if (tag.becomes !== null) return <StateChip tone="info">{tag.becomes ? t("becomes {name}", { name: tag.becomes }) : t("is being removed")}</StateChip>;
  if (tag.used_by.length > 0) return <span className="quiet small" title={t("Change what uses it first: {names}", { names: tag.used_by.map(({ name }) => name).join(", ") })}>{t("in use")}</span>;
  return (
    <Button variant="subtle" onClick={onChange} aria-label={t("Change {name}", { name: tag.name })}>
      {t("Change")}
    </Button>
  );
}

function RenameDialog({ tag, onClose }: { tag: Tag; onClose: () => void }) {
  const client = useQueryClient();
  const order = useMutation({
    mutationFn: (becomes: string) => send("POST", "/api/tags/rename", { tag: tag.name, becomes }),
    onSuccess: () => {
      say(t("{name} is being changed on everybody who has it", { name: tag.name }));
      void client.invalidateQueries({ queryKey: KEY });
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    order.mutate(String(new FormData(event.currentTarget).get("becomes")).trim());
  };
  return (
    <Modal opened onClose={onClose} title={t("Change {name}", { name: tag.name })} size={440} closeButtonProps={{ "aria-label": t("Close") }}>
      <form onSubmit={submit} style={{ display: "grid", gap: 12 }}>
        <TextInput name="becomes" label={t("New name")} defaultValue={tag.name} maxLength={80} data-autofocus description={t("The name of another tag makes one of both, which cannot be parted again.")} error={atField(order.error, "becomes") ?? besides(order.error, "becomes")} />
        <Group justify="space-between" gap="sm">
          <Button variant="subtle" color="red" onClick={() => order.mutate("")}>
            {t("Take it off all {n}", { n: tag.customers + tag.contacts })}
          </Button>
          <Button type="submit" loading={order.isPending}>
            {t("Rename")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
