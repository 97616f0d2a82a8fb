/** Steps as one walks them with the arrows: down and up in reading order, left and right between branches. */
import type { Step, Template } from "@/lib/shapes";
import { t } from "@/lib/t";

export const TRIGGER = "trigger";

/** All steps in reading order: a step, then each of its branches from the top. */
export function inOrder(steps: Step[]): Step[] {
  return steps.flatMap((step) => [step, ...step.branches.flatMap((branch) => inOrder(branch.steps))]);
}

export function findStep(steps: Step[], id: string): Step | undefined {
  return inOrder(steps).find((step) => step.id === id);
}

/** What the step is called: a message by its subject in the reader's language, anything else by what it does. */
export function nameOf(step: Step, texts: Template[], language: string): string {
  const own = texts.filter((text) => text.step_id === step.id);
  const text = own.find((one) => one.language === language) ?? own[0];
  if (text) return t("E-mail: {subject}", { subject: text.subject });
  if (step.detail === "" || step.kind === "action") return step.label;
  return t("{step}: {detail}", { step: step.label, detail: step.detail });
}

/** The id one arrives at from `id`; the same id at an edge. */
export function arrive(steps: Step[], id: string, key: string): string {
  const order = [TRIGGER, ...inOrder(steps).map((step) => step.id)];
  const index = order.indexOf(id);
  if (key === "ArrowDown") return order[Math.min(order.length - 1, index + 1)] ?? id;
  if (key === "ArrowUp") return order[Math.max(0, index - 1)] ?? id;
  return beside(steps, id, key === "ArrowRight" ? 1 : -1) ?? id;
}

/** The step at the same height of the next branch, or its last one. */
function beside(steps: Step[], id: string, by: 1 | -1): string | undefined {
  for (const { branches } of inOrder(steps)) {
    const own = branches.findIndex((branch) => branch.steps.some((step) => step.id === id));
    if (own < 0) continue;
    const height = branches[own]?.steps.findIndex((step) => step.id === id) ?? 0;
    const next = branches[own + by]?.steps;
    return (next?.[height] ?? next?.at(-1))?.id;
  }
  return undefined;
}
