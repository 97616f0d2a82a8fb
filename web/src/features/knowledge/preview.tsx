/** The item as people will see it, drawn by the very program that draws it in the product. */
import { SegmentedControl } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import type { GuidanceContent } from "@/lib/shapes";
import { type Language, t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { reason } from "@/ui/states";
import classes from "./guidance.module.css";
import { type Kind, useDrawn } from "./use-guidance";

type Sketch = (within: HTMLElement, item: unknown, look: unknown, anchor: Element | null, step: number) => () => void;
type Scheme = "light" | "dark";
const PAUSE = 250;

let loading: Promise<Sketch> | null = null;

/** The program for pages of products, fetched once; it draws nothing until it is asked. */
function program(): Promise<Sketch> {
  loading ??= new Promise((resolve, reject) => {
    const tag = document.createElement("script");
    tag.src = "/perennia-guide.js";
    tag.onload = () => resolve((window as unknown as { perenniaGuide: { sketch: Sketch } }).perenniaGuide.sketch);
    tag.onerror = () => {
      loading = null;
      reject(new Error("not loaded"));
    };
    document.head.append(tag);
  });
  return loading;
}

export function Preview({ kind, content, language }: { kind: Kind; content: GuidanceContent; language: Language }) {
  const [settled] = useDebouncedValue(content, PAUSE);
  const drawn = useDrawn(kind, settled, language);
  const [scheme, setScheme] = useState<Scheme>("light");
  const [size, setSize] = useState("wide");
  const [step, setStep] = useState(0);
  const stage = useRef<HTMLDivElement>(null);
  const anchor = useRef<HTMLSpanElement>(null);
  const parts = settled.parts ?? [];
  const at = Math.min(step, Math.max(parts.length - 1, 0));
  const shown = drawn.isError ? undefined : drawn.data;
  useEffect(() => {
    const within = stage.current;
    if (!within || !shown) return;
    let remove: (() => void) | undefined;
    let isGone = false;
    void program()
      .then((sketch) => {
        if (!isGone) remove = sketch(within, shown.item, { ...shown.look, scheme }, anchor.current, at);
      })
      .catch(() => undefined);
    return () => {
      isGone = true;
      remove?.();
    };
  }, [shown, scheme, at]);
  return (
    <Panel title={t("As people see it")}>
      <div className={classes.bars}>
        <SegmentedControl size="xs" aria-label={t("Colours")} data={[{ value: "light", label: t("Light") }, { value: "dark", label: t("Dark") }]} value={scheme} onChange={(next) => setScheme(next as Scheme)} />
        <SegmentedControl size="xs" aria-label={t("Width")} data={[{ value: "wide", label: t("Wide") }, { value: "phone", label: t("Phone|screen") }]} value={size} onChange={setSize} />
        {kind === "tip" && parts.length > 1 && <SegmentedControl size="xs" aria-label={t("Step")} data={parts.map((_, index) => String(index + 1))} value={String(at + 1)} onChange={(next) => setStep(Number(next) - 1)} />}
      </div>
      {drawn.isError && <p className={classes.wrong}>{reason(drawn.error)}</p>}
      <div ref={stage} className={classes.stage} data-narrow={size === "phone" || undefined} inert role="img" aria-label={t("As people see it")}>
        {kind === "tip" && (
          <span ref={anchor} className={`${classes.anchor ?? ""} cut`}>
            {parts[at]?.selector ?? t("What it points at")}
          </span>
        )}
      </div>
    </Panel>
  );
}
