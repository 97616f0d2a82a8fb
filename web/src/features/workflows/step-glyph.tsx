/** The glyph of a step on its tint. */
import {
  IconAlertTriangle, IconArrowsExchange, IconArrowsSplit2, IconBell, IconBolt, IconBraces, IconBuilding, IconCalendarEvent, IconCalendarPlus, IconCalendarRepeat, IconChartCircles, IconCheckbox, IconClockPause, IconColumns, IconColumnsOff, IconCreditCard, IconCreditCardOff, IconDoorExit, IconEye, IconFilter, IconFlag, IconForms, IconGitBranch, IconHandClick, IconHeartBroken,
  IconHistory, IconLogin, IconMail, IconMessageHeart, IconMessageReply, IconPencil, IconPercentage, IconPlayerPlay, IconPlayerStop, IconPuzzle, IconPuzzleOff, IconRepeat, IconStar, IconStopwatch, IconTag, IconTagOff, IconTrendingUp, IconTrophy, IconUserCheck, IconUserPlus, IconWebhook, IconZzz,
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
  "user-check": IconUserCheck, "user-plus": IconUserPlus, zzz: IconZzz, "arrows-exchange": IconArrowsExchange, braces: IconBraces, eye: IconEye, "message-heart": IconMessageHeart, "puzzle-off": IconPuzzleOff, repeat: IconRepeat,
  segment: IconChartCircles, webhook: IconWebhook, "hand-click": IconHandClick, "calendar-event": IconCalendarEvent, filter: IconFilter, "player-play": IconPlayerPlay, "git-branch": IconGitBranch, percentage: IconPercentage, forms: IconForms,
  "calendar-plus": IconCalendarPlus, "columns-off": IconColumnsOff, "trending-up": IconTrendingUp,
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
