/** Toasts: bottom left, five seconds, with Undo where something can be undone; who points at one or is in it has longer. */
import { IconAlertTriangle, IconCircleCheck, IconX } from "@tabler/icons-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { t } from "@/lib/t";
import classes from "./toasts.module.css";

type Toast = { id: number; text: string; tone: "good" | "bad"; undo: (() => void) | undefined };

const STAY = 5_000;
let toasts: readonly Toast[] = [];
let counter = 0;
const watchers = new Set<() => void>();

function publish(next: readonly Toast[]): void {
  toasts = next;
  watchers.forEach((notice) => notice());
}

export function say(text: string, undo?: () => void): void {
  publish([...toasts.slice(-2), { id: ++counter, text, tone: "good", undo }]);
}

/** For a change that was refused and has gone back: says why. */
export function warn(text: string): void {
  publish([...toasts.slice(-2), { id: ++counter, text, tone: "bad", undo: undefined }]);
}

function drop(id: number): void {
  publish(toasts.filter((toast) => toast.id !== id));
}

export function Toasts() {
  const shown = useSyncExternalStore(watch, () => toasts);
  return (
    <div className={classes.stack} aria-live="polite" role="status">
      {shown.map((toast) => (
        <OneToast key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function OneToast({ toast }: { toast: Toast }) {
  const [isHeld, hold] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => drop(toast.id), toast.tone === "bad" ? 2 * STAY : STAY);
    return () => clearTimeout(timer);
  }, [toast, isHeld]);
  const Sign = toast.tone === "bad" ? IconAlertTriangle : IconCircleCheck;
  return (
    <div className={classes.toast} data-tone={toast.tone} onPointerEnter={() => hold(true)} onPointerLeave={() => hold(false)} onFocus={() => hold(true)} onBlur={() => hold(false)}>
      <Sign size={18} aria-hidden="true" className={classes.sign} />
      <span className={classes.text}>{toast.text}</span>
      {toast.undo && <UndoButton toast={toast} undo={toast.undo} />}
      <button type="button" className={classes.close} onClick={() => drop(toast.id)} aria-label={t("Dismiss")}>
        <IconX size={14} aria-hidden="true" />
      </button>
    </div>
  );
}

function UndoButton({ toast, undo }: { toast: Toast; undo: () => void }) {
  const press = () => {
    undo();
    drop(toast.id);
  };
  return (
    <button type="button" className={classes.undo} onClick={press}>
      {t("Undo")}
    </button>
  );
}

function watch(notice: () => void): () => void {
  watchers.add(notice);
  return () => watchers.delete(notice);
}
