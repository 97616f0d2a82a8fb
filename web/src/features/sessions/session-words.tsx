/** What sessions and their states are called, and how their time reads. */
import { clock, clockIn, exactly, weekdayIn } from "@/lib/format";
import type { Booking } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip, type Tone } from "@/ui/chips";

const TONES: Record<Booking["state"], Tone> = { booked: "info", attended: "good", missed: "warn", cancelled: "quiet" };

export function stateWord(state: Booking["state"]): string {
  return { booked: t("Booked|session"), attended: t("Attended"), missed: t("Missed"), cancelled: t("Cancelled|session") }[state];
}

/** Its state; what is over and of which nobody has said anything asks for a word. */
export function SessionState({ session }: { session: Booking }) {
  if (isUnsettled(session)) return <StateChip tone="warn">{t("Did they come?")}</StateChip>;
  return <StateChip tone={TONES[session.state]}>{stateWord(session.state)}</StateChip>;
}

export function isUnsettled({ state, ends_at: ends }: Booking): boolean {
  return state === "booked" && Date.parse(ends) <= Date.now();
}

export function hasBegun({ starts_at: starts }: Booking): boolean {
  return Date.parse(starts) <= Date.now();
}

export function Hours({ session }: { session: Booking }) {
  return (
    <time dateTime={session.starts_at} title={exactly(session.starts_at)} className="num">
      {t("{from} to {until}", { from: clock(session.starts_at), until: clock(session.ends_at) })}
    </time>
  );
}

/** When it begins by their own clock, where that says anything else than the reader's. */
export function Theirs({ session }: { session: Booking }) {
  const words = theirClock(session);
  return words && <span className="quiet small num" title={session.zone}>{t("{clock} for them", { clock: words })}</span>;
}

function theirClock({ starts_at: at, zone }: Booking): string | null {
  try {
    const [theirs, their] = [clockIn(at, zone), weekdayIn(at, zone)];
    if (their !== weekdayIn(at)) return `${their} ${theirs}`;
    return theirs === clock(at) ? null : theirs;
  } catch {
    return null; // a zone younger than this browser
  }
}

export { dayKey } from "@/lib/format";
