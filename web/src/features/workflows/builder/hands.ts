/** What the canvas and the panel beside it need of each other: the draft, what it is built from, what is chosen. */
import { createContext, use } from "react";
import type { WorkflowDetail } from "@/lib/shapes";
import type { Block } from "@/ui/schema-form/schema";
import type { Blocks, Spot } from "./definition";
import type { DraftHand } from "./use-draft";

export type Hands = {
  hand: DraftHand;
  workflow: WorkflowDetail;
  blocks: Blocks;
  /** The chosen step, or the trigger. */
  chosen: string;
  choose: (id: string, focus?: boolean) => void;
  /** The step that is looking for another place. */
  moving: string | null;
  add: (block: Block, spot: Spot) => void;
  act: Record<"copy" | "remove" | "up" | "down" | "move", (id: string) => void>;
  drop: (spot: Spot) => void;
  /** A step just added, whose empty fields are no reproach yet. */
  fresh: string | null;
  mayDraw: boolean;
  /** The steps a customer would come by, while the draft is tried with one. */
  path: ReadonlySet<string>;
  /** Whether it is tried, and begins or ends to be. */
  tries: boolean;
  setTries: (on: boolean) => void;
  setPath: (steps: ReadonlySet<string>) => void;
};

export const HandsContext = createContext<Hands | null>(null);

export function useHands(): Hands {
  const hands = use(HandsContext);
  if (!hands) throw new Error("The parts of the builder stand within it.");
  return hands;
}
