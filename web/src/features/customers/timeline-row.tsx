/** One line of the timeline: a glyph of its kind, what happened, and the way to its event. */
import {
  IconArrowsExchange, IconBolt, IconCash, IconClick, IconCreditCardOff, IconFlag, IconLogin2, IconMail, IconStar, IconTag, IconUser, IconUserPlus,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { called, clock, exactly } from "@/lib/format";
import type { TimelineItem } from "@/lib/shapes";
import { t } from "@/lib/t";
import classes from "./timeline.module.css";

type Glyph = ComponentType<{ size?: number; stroke?: number; "aria-hidden"?: "true" }>;

const GLYPHS: Record<string, Glyph> = {
  usage: IconClick, billing: IconCash, messages: IconMail, workflows: IconBolt, people: IconUser,
  login: IconLogin2, payment: IconCash, payment_failed: IconCreditCardOff, tag: IconTag, stage: IconArrowsExchange, score: IconStar, milestone: IconFlag, user_plus: IconUserPlus, mail: IconMail, message: IconMail, bolt: IconBolt, workflow: IconBolt, person: IconUser,
};

export function TimelineRow({ item, onEvent }: { item: TimelineItem; onEvent: ((id: string) => void) | undefined }) {
  const Icon = GLYPHS[item.icon] ?? GLYPHS[item.kind] ?? IconBolt;
  const event = item.event_id;
  return (
    <li className={classes.row}>
      <span className={classes.glyph} data-kind={item.icon === "payment_failed" ? "bad" : item.kind}>
        <Icon size={14} stroke={1.7} aria-hidden="true" />
      </span>
      <div className={classes.words}>
        <p className={classes.title}>
          {item.contact && <b className={classes.source}>{called(item.contact.name)} </b>}
          {item.title}
        </p>
        {(item.text || item.workflow) && (
          <p className={classes.text}>
            {item.text}
            {item.text && item.workflow && " · "}
            {item.workflow && (
              <Link to="/workflows/$key" params={{ key: item.workflow.key }} className={classes.workflow}>
                {item.workflow.name}
              </Link>
            )}
          </p>
        )}
      </div>
      {event === null || !onEvent ? (
        <time className={`${classes.time ?? ""} num`} dateTime={item.at} title={exactly(item.at)}>
          {clock(item.at)}
        </time>
      ) : (
        <button type="button" className={`${classes.time ?? ""} num`} onClick={() => onEvent(event)} title={t("What this event did")}>
          {clock(item.at)}
        </button>
      )}
    </li>
  );
}
