/** What colleagues wrote about a customer: pinned ones first, each by its author to be changed or taken back. */
import { ActionIcon, Button, Menu, Textarea } from "@mantine/core";
import { IconDots, IconPin, IconPinnedOff } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { at, get, send } from "@/lib/http";
import { useCan } from "@/lib/session";
import type { Note, Notes } from "@/lib/shapes";
import { t } from "@/lib/t";
import { PersonFace } from "@/ui/faces";
import { Ago } from "@/ui/moment";
import { Panel } from "@/ui/panel";
import { Coming, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import classes from "./notes.module.css";

const LONGEST = 20_000;

export function NotesPanel({ customer }: { customer: number }) {
  const list = useInfiniteQuery({
    queryKey: ["customer", customer, "notes"],
    queryFn: ({ pageParam, signal }) => get<Notes>(at`/api/customers/${customer}/notes`, { query: { cursor: pageParam, limit: 10 }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
  });
  const mayWrite = useCan("note.write");
  const pinned = list.data?.pages[0]?.pinned ?? [];
  const rest = (list.data?.pages.flatMap((page) => page.items) ?? []).filter((note) => !note.is_pinned);
  return (
    <Panel title={t("Notes")}>
      {mayWrite && <NoteForm customer={customer} />}
      {list.isPending && <Coming what={t("Reading the notes")} rows={2} />}
      {list.isError && <Wrong what={t("The notes did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && pinned.length + rest.length === 0 && <p className={classes.none}>{t("No note yet. What should a colleague know before they call?")}</p>}
      <ul className={classes.notes}>
        {[...pinned, ...rest].map((note) => (
          <OneNote key={note.id} note={note} customer={customer} mayWrite={mayWrite} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="subtle" size="compact-sm" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          {t("Show earlier")}
        </Button>
      )}
    </Panel>
  );
}

function useNotes(customer: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (call: () => Promise<unknown>) => call(),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["customer", customer] }),
    onError: (error) => warn(reason(error)),
  });
}

function NoteForm({ customer }: { customer: number }) {
  const [body, setBody] = useState("");
  const { mutate, isPending } = useNotes(customer);
  const keep = () => {
    if (body.trim()) mutate(() => send("POST", at`/api/customers/${customer}/notes`, { body }), { onSuccess: () => setBody("") });
  };
  return (
    <div className={classes.form}>
      <Textarea aria-label={t("A note")} placeholder={t("Write a note; **bold** and lists work")} value={body} onChange={(event) => setBody(event.currentTarget.value)} autosize minRows={1} maxRows={12} maxLength={LONGEST} onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && keep()} />
      {body.trim() && (
        <Button size="compact-sm" onClick={keep} loading={isPending}>
          {t("Keep the note")}
        </Button>
      )}
    </div>
  );
}

function OneNote({ note, customer, mayWrite }: { note: Note; customer: number; mayWrite: boolean }) {
  const any = useCan("customer.write_any");
  const [editing, setEditing] = useState<string | null>(null);
  const { mutate } = useNotes(customer);
  const change = (said: object) => () => send("PATCH", at`/api/notes/${note.id}`, said);
  const remove = () => mutate(change({ is_removed: true }), { onSuccess: () => say(t("Removed the note"), () => mutate(change({ is_removed: false }))) });
  const mayChange = mayWrite && (note.is_mine || any);
  return (
    <li className={classes.note} data-pinned={note.is_pinned}>
      <div className={classes.head}>
        <PersonFace name={note.author} size={20} />
        <b className="cut">{note.author}</b>
        <span className="quiet small">
          <Ago at={note.created_at} />
          {note.edited_at && ` · ${t("edited")}`}
        </span>
        {note.is_pinned && <IconPin size={13} aria-label={t("Pinned")} />}
        {mayWrite && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size="sm" className={classes.dots ?? ""} aria-label={t("More about this note")}>
                <IconDots size={15} aria-hidden="true" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={note.is_pinned ? <IconPinnedOff size={14} aria-hidden="true" /> : <IconPin size={14} aria-hidden="true" />} onClick={() => mutate(change({ is_pinned: !note.is_pinned }))}>
                {note.is_pinned ? t("Unpin") : t("Pin")}
              </Menu.Item>
              {mayChange && <Menu.Item onClick={() => setEditing(note.body)}>{t("Edit")}</Menu.Item>}
              {mayChange && <Menu.Item onClick={remove}>{t("Remove")}</Menu.Item>}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {editing === null ? (
        // The server has taken everything out of it but text, simple marks and safe links.
        <div className={classes.body} dangerouslySetInnerHTML={{ __html: note.html }} />
      ) : (
        <div className={classes.form}>
          <Textarea aria-label={t("A note")} value={editing} onChange={(event) => setEditing(event.currentTarget.value)} autosize maxRows={16} maxLength={LONGEST} autoFocus />
          <span className={classes.buttons}>
            <Button size="compact-sm" disabled={!editing.trim()} onClick={() => mutate(change({ body: editing }), { onSuccess: () => setEditing(null) })}>
              {t("Save")}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setEditing(null)}>
              {t("Cancel")}
            </Button>
          </span>
        </div>
      )}
    </li>
  );
}
