/** A moment in words, kept true while the page is open; the exact time is in the tooltip. */
import { useSyncExternalStore } from "react";
import { ago, exactly, moment } from "@/lib/format";

const HALF_MINUTE = 30_000;

export function Ago({ at }: { at: string }) {
  useSyncExternalStore(everyHalfMinute, beat);
  return (
    <time dateTime={at} title={exactly(at)} className="num">
      {ago(at)}
    </time>
  );
}

export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={exactly(at)} className="num">
      {moment(at)}
    </time>
  );
}

function beat(): number {
  return Math.floor(Date.now() / HALF_MINUTE);
}

function everyHalfMinute(notice: () => void): () => void {
  const timer = setInterval(notice, HALF_MINUTE);
  return () => clearInterval(timer);
}
