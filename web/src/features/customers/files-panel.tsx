/** Files of a customer: dropped or chosen, fetched to be saved, taken back. */
import { ActionIcon, Button, FileButton } from "@mantine/core";
import { IconFile, IconTrash, IconUpload } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { type DragEvent, useState } from "react";
import { at, get, send, upload } from "@/lib/http";
import { size } from "@/lib/format";
import { useCan } from "@/lib/session";
import type { Page, StoredFile } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Ago } from "@/ui/moment";
import { Panel } from "@/ui/panel";
import { Coming, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import classes from "./notes.module.css";

export function FilesPanel({ customer }: { customer: number }) {
  const list = useInfiniteQuery({
    queryKey: ["customer", customer, "files"],
    queryFn: ({ pageParam, signal }) => get<Page<StoredFile>>(at`/api/customers/${customer}/files`, { query: { cursor: pageParam, limit: 20 }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const mayWrite = useCan("note.write");
  return (
    <Panel title={t("Files")}>
      {mayWrite && <Upload customer={customer} />}
      {list.isPending && <Coming what={t("Reading the files")} rows={2} />}
      {list.isError && <Wrong what={t("The files did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && <p className={classes.none}>{t("No file yet: contracts, plans, minutes of a meeting.")}</p>}
      <ul className={classes.files}>
        {rows.map((file) => (
          <OneFile key={file.id} file={file} customer={customer} mayWrite={mayWrite} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="subtle" size="compact-sm" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          {t("Show more")}
        </Button>
      )}
    </Panel>
  );
}

function Upload({ customer }: { customer: number }) {
  const client = useQueryClient();
  const [over, setOver] = useState(false);
  const put = useMutation({
    mutationFn: async (files: File[]) => {
      for (const file of files) await upload(at`/api/customers/${customer}/files`, file);
    },
    onSettled: () => void client.invalidateQueries({ queryKey: ["customer", customer] }),
    onError: (error) => warn(reason(error)),
    onSuccess: (_nothing, files) => say(t("{n} files are here now", { n: files.length })),
  });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    put.mutate([...event.dataTransfer.files]);
  };
  return (
    <div className={classes.drop} data-over={over} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
      <FileButton multiple onChange={(files) => files.length > 0 && put.mutate(files)}>
        {(props) => (
          <Button {...props} variant="default" loading={put.isPending} leftSection={<IconUpload size={14} aria-hidden="true" />}>
            {t("Put a file here")}
          </Button>
        )}
      </FileButton>
      <span className="small">{t("or drop it; at most 25 MB")}</span>
    </div>
  );
}

function OneFile({ file, customer, mayWrite }: { file: StoredFile; customer: number; mayWrite: boolean }) {
  const any = useCan("customer.write_any");
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: (isRemoved: boolean) => send("PATCH", at`/api/files/${file.id}`, { is_removed: isRemoved }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["customer", customer] }),
    onError: (error) => warn(reason(error)),
  });
  const remove = () => mutate(true, { onSuccess: () => say(t('Removed "{name}"', { name: file.name }), () => mutate(false)) });
  return (
    <li className={classes.file}>
      <IconFile size={16} stroke={1.6} aria-hidden="true" />
      <span className={classes.fileName}>
        <a href={at`/api/files/${file.id}/content`} download={file.name} className="cut" title={file.name}>
          {file.name}
        </a>
        <span className="quiet small">
          {size(file.size)} · {file.author} · <Ago at={file.created_at} />
        </span>
      </span>
      {mayWrite && (file.is_mine || any) && (
        <ActionIcon variant="subtle" color="gray" aria-label={t('Remove "{name}"', { name: file.name })} onClick={remove}>
          <IconTrash size={15} aria-hidden="true" />
        </ActionIcon>
      )}
    </li>
  );
}
