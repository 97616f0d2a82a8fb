/** Text to copy, in one of several ways of saying it. */
import { Button, CopyButton, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { t } from "@/lib/t";
import classes from "./connect-source.module.css";
import type { Snippet } from "./snippets";

export function SnippetBox({ label, which, all }: { label: string; which: string; all: Snippet[] }) {
  const [chosen, setChosen] = useState(all[0]?.key ?? "");
  const snippet = all.find(({ key }) => key === chosen) ?? all[0];
  return (
    <>
      <SegmentedControl aria-label={which} value={snippet?.key ?? ""} onChange={setChosen} data={all.map(({ key, name }) => ({ value: key, label: name }))} />
      <div className={classes.code}>
        <pre role="region" aria-label={label} tabIndex={0}>{snippet?.text}</pre>
        <CopyText text={snippet?.text ?? ""} />
      </div>
    </>
  );
}

export function CopyText({ text }: { text: string }) {
  return <CopyButton value={text}>{({ copied, copy }) => <Button variant="default" onClick={copy}>{copied ? t("Copied") : t("Copy")}</Button>}</CopyButton>;
}
