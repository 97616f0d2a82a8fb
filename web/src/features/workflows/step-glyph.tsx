/** The glyph of a step on its tint. */
import {
  IconArrowsExchange, IconArrowsSplit2, IconBell, IconBolt, IconCheckbox, IconClock, IconFlag, IconHandStop, IconMail, IconMessage, IconStar, IconTag, IconTagOff, IconUserCheck, IconWebhook,
} from "@tabler/icons-react";
import { clsx } from "clsx";
import type { ComponentType } from "react";
import classes from "./flow.module.css";

type Glyph = ComponentType<{ size?: number; stroke?: number; "aria-hidden"?: "true" }>;
type Look = { icon: Glyph; tone: string };

const LOOKS: Record<string, Look> = {
  trigger: { icon: IconBolt, tone: "go" },
  send_message: { icon: IconMail, tone: "mail" },
  mail: { icon: IconMail, tone: "mail" },
  email: { icon: IconMail, tone: "mail" },
  message: { icon: IconMessage, tone: "mail" },
  notify_team: { icon: IconBell, tone: "mail" },
  bell: { icon: IconBell, tone: "mail" },
  wait: { icon: IconClock, tone: "calm" },
  clock: { icon: IconClock, tone: "calm" },
  branch: { icon: IconArrowsSplit2, tone: "calm" },
  goal: { icon: IconFlag, tone: "go" },
  flag: { icon: IconFlag, tone: "go" },
  stop: { icon: IconHandStop, tone: "calm" },
  add_tag: { icon: IconTag, tone: "calm" },
  tag: { icon: IconTag, tone: "calm" },
  remove_tag: { icon: IconTagOff, tone: "calm" },
  move_stage: { icon: IconArrowsExchange, tone: "calm" },
  stage: { icon: IconArrowsExchange, tone: "calm" },
  add_score: { icon: IconStar, tone: "calm" },
  add_points: { icon: IconStar, tone: "calm" },
  star: { icon: IconStar, tone: "calm" },
  assign: { icon: IconUserCheck, tone: "calm" },
  assign_owner: { icon: IconUserCheck, tone: "calm" },
  create_task: { icon: IconCheckbox, tone: "task" },
  task: { icon: IconCheckbox, tone: "task" },
  webhook: { icon: IconWebhook, tone: "calm" },
};

export function StepGlyph({ icon, kind }: { icon: string; kind: string }) {
  const { icon: Icon, tone } = LOOKS[icon] ?? LOOKS[kind] ?? { icon: IconBolt, tone: "calm" };
  return (
    <span className={clsx(classes.glyph, classes[tone])}>
      <Icon size={17} stroke={1.7} aria-hidden="true" />
    </span>
  );
}
