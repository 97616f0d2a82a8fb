/** What a step is called on its card: a message by its subject, anything else as the server says it. */
import type { Step } from "@/lib/shapes";
import { language, t } from "@/lib/t";
import { inOrder } from "../flow-order";
import { blockOf, type StepData, type Words } from "./definition";
import type { Hands } from "./hands";

export type Named = (step: StepData) => string;

export function useName({ hand, blocks }: Pick<Hands, "hand" | "blocks">): Named {
  const drawn = new Map(inOrder(hand.draft.drawn.steps).map((step) => [step.id, step]));
  return (step) => {
    const words = wordsOf(hand.definition.templates[String(step["template"])], language());
    if (words.subject) return words.subject.replace(/\{\{.*?\}\}|\{%.*?%\}/g, "…");
    const block = blockOf(blocks, step.key)?.label ?? step.key;
    const said = drawn.get(step.id);
    return said && said.key === step.key && said.label !== said.key && !("template" in step) ? named(said) : block;
  };
}

function named({ label, detail, kind }: Step): string {
  return detail === "" || kind === "action" ? label : t("{step}: {detail}", { step: label, detail });
}

/** The words in a language, else the English ones. */
export function wordsOf(text: ({ vi?: Partial<Words> } & Partial<Words>) | undefined, spoken: string): Partial<Words> {
  return (spoken === "vi" && text?.vi?.subject ? text.vi : text) ?? {};
}
