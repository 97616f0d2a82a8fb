/** The glyph of a step on its tint. */
import {
  IconAlertTriangle, IconArrowsSplit2, IconBell, IconBolt, IconBuilding, IconCalendarRepeat, IconCheckbox, IconClockPause, IconColumns, IconCreditCard, IconCreditCardOff, IconDoorExit, IconFlag, IconHeartBroken,
  IconHistory, IconLogin, IconMail, IconMessageReply, IconPencil, IconPlayerStop, IconPuzzle, IconStar, IconStopwatch, IconTag, IconTagOff, IconTrophy, IconUserCheck, IconUserPlus, IconZzz,
} from "@tabler/icons-react";
import { clsx } from "clsx";
import type { ComponentType } from "react";
import classes from "./flow.module.css";

type Glyph = ComponentType<{ size?: number; stroke?: number; "aria-hidden"?: "true" }>;
/** The names entries of the catalogue give their icons; a name we do not draw falls back to the kind of step. */
const ICONS: Record<string, Glyph> = {
  "alert-triangle": IconAlertTriangle, "arrows-split": IconArrowsSplit2, bell: IconBell, building: IconBuilding, "calendar-repeat": IconCalendarRepeat, checkbox: IconCheckbox, "clock-pause": IconClockPause,
  columns: IconColumns, "credit-card": IconCreditCard, "credit-card-off": IconCreditCardOff, "door-exit": IconDoorExit, flag: IconFlag, "heart-broken": IconHeartBroken, history: IconHistory, login: IconLogin, mail: IconMail,
  "message-reply": IconMessageReply, pencil: IconPencil, "player-stop": IconPlayerStop, puzzle: IconPuzzle, star: IconStar, stopwatch: IconStopwatch, tag: IconTag, "tag-off": IconTagOff, trophy: IconTrophy,
  "user-check": IconUserCheck, "user-plus": IconUserPlus, zzz: IconZzz,
};
const BY_KIND: Record<string, Glyph> = { trigger: IconBolt, wait: IconClockPause, branch: IconArrowsSplit2, goal: IconFlag, stop: IconPlayerStop };

function toneOf(icon: string, kind: string): string {
  if (kind === "trigger" || kind === "goal") return "go";
  if (icon === "mail" || icon === "bell") return "mail";
  return icon === "checkbox" || icon === "alert-triangle" ? "task" : "calm";
}

export function StepGlyph({ icon, kind }: { icon: string; kind: string }) {
  const Icon = ICONS[icon] ?? BY_KIND[kind] ?? IconBolt;
  return (
    <span className={clsx(classes.glyph, classes[toneOf(icon, kind)])}>
      <Icon size={17} stroke={1.7} aria-hidden="true" />
    </span>
  );
}
