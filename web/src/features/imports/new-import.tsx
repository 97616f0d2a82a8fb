/** Sends a file: what its rows are, then the file, by choosing it or dropping it. */
import { Button, Group, Modal, Progress, Radio, Stack } from "@mantine/core";
import { IconFileTypeCsv } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { clsx } from "clsx";
import { type DragEvent, useRef, useState } from "react";
import { sendFile } from "@/lib/http";
import type { ImportDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import classes from "./imports.module.css";
import { importQuery, type Kind } from "./use-imports";
import { megabytes } from "./words";

export function NewImport({ onClose }: { onClose: () => void }) {
  const [kind, setKind] = useState<Kind>("customers");
  const [file, setFile] = useState<File | null>(null);
  const { sending, share, stop } = useSending(onClose);
  const close = () => {
    stop();
    onClose();
  };
  return (
    <Modal opened onClose={close} title={t("Import a file")} size={520} closeButtonProps={{ "aria-label": t("Close") }}>
      <Stack gap={16}>
        <Radio.Group label={t("Each row is")} value={kind} onChange={(value) => setKind(value as Kind)}>
          <Stack gap={8} mt={6}>
            <Radio value="customers" label={t("a customer")} description={t("a company or household, with plan, value, owner, tags")} />
            <Radio value="contacts" label={t("a contact")} description={t("a person at a customer, with address and title")} />
            <Radio value="events" label={t("an event")} description={t("something that happened, with the moment it did")} />
          </Stack>
        </Radio.Group>
        <DropPlace file={file} onFile={setFile} />
        {sending.isPending && <Progress value={share * 100} aria-label={t("Sending the file")} animated={false} />}
        {sending.isError && (
          <p className={classes.refusal} role="alert">
            {reason(sending.error)}
          </p>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            {t("Cancel")}
          </Button>
          <Button disabled={!file} loading={sending.isPending} onClick={() => file && sending.mutate({ file, kind })}>
            {t("Send the file")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function DropPlace({ file, onFile }: { file: File | null; onFile: (file: File | null) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFile(event.dataTransfer.files[0] ?? null);
  };
  return (
    <div
      className={clsx(classes.drop, over && classes.over)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconFileTypeCsv size={22} aria-hidden="true" />
      <div className={classes.dropWords}>
        {file ? (
          <>
            <span className="strong cut">{file.name}</span>
            <span className="quiet small">{megabytes(file.size)}</span>
          </>
        ) : (
          <>
            <span>{t("Drop a CSV file here, or choose one.")}</span>
            <span className="quiet small">{t("Its first row names the columns. Nothing is taken before you have seen it checked.")}</span>
          </>
        )}
      </div>
      <Button variant="default" onClick={() => input.current?.click()}>
        {file ? t("Another file") : t("Choose a file")}
      </Button>
      <input ref={input} type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" hidden aria-label={t("CSV file")} onChange={(event) => onFile(event.currentTarget.files?.[0] ?? null)} />
    </div>
  );
}

function useSending(onClose: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [share, setShare] = useState(0);
  const abort = useRef<AbortController | null>(null);
  const sending = useMutation({
    mutationFn: ({ file, kind }: { file: File; kind: Kind }) => {
      abort.current = new AbortController();
      return sendFile<ImportDetail>("/api/imports", file, { kind, name: file.name }, setShare, abort.current.signal);
    },
    onSuccess: (made) => {
      client.setQueryData(importQuery(made.id).queryKey, made);
      void client.invalidateQueries({ queryKey: ["imports"] });
      onClose();
      void navigate({ to: "/settings/import/$id", params: { id: made.id } });
    },
  });
  return { sending, share, stop: () => abort.current?.abort() };
}
