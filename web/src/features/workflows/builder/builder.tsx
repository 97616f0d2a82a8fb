/** The builder: the flow from top to bottom at the left, the form of the chosen step at the right. */
import { useMediaQuery } from "@mantine/hooks";
import { useCallback, useMemo, useState } from "react";
import { useKeys } from "@/lib/keys";
import type { WorkflowDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import type { Block } from "@/ui/schema-form/schema";
import { FormWorld } from "@/ui/schema-form/world";
import { SideSheet } from "@/ui/side-sheet";
import { Coming, Wrong } from "@/ui/states";
import { say } from "@/ui/toasts";
import classes from "../flow.module.css";
import { TRIGGER } from "../flow-order";
import { BuilderCanvas } from "./builder-canvas";
import own from "./builder.module.css";
import { useName } from "./card-name";
import { ConflictBar } from "./conflict-bar";
import { copy, type Definition, everyStep, find, insert, made, move, nudge, remove, type Spot } from "./definition";
import { DraftPathPanel } from "./draft-path";
import { type Hands, HandsContext } from "./hands";
import { StepEditor } from "./step-editor";
import { TriggerEditor } from "./trigger-editor";
import { type Building, useBuilding } from "./use-building";
import type { DraftHand } from "./use-draft";

type Props = { hand: DraftHand; workflow: WorkflowDetail };

export function Builder({ hand, workflow }: Props) {
  const { building, error, again } = useBuilding(hand.definition.subject);
  if (building) return <Open hand={hand} workflow={workflow} building={building} />;
  return error ? <Wrong what={t("What workflows are built from did not load.")} error={error} onRetry={again} /> : <Coming what={t("Reading what workflows are built from")} />;
}

function Open({ hand, workflow, building }: Props & { building: Building }) {
  const roomy = useMediaQuery("(min-width: 68.75em)", true, { getInitialValueInEffect: false });
  const mayDraw = useMediaQuery("(min-width: 48em)", true, { getInitialValueInEffect: false });
  const [chosen, setChosen] = useState<string | null>(null);
  const hands = useHandsOf({ hand, workflow, building, chosen, setChosen, mayDraw });
  useBuilderKeys(hands);
  const step = find(hand.definition, hands.chosen, building.blocks)?.step;
  const name = useName(hands);
  const panel = hands.tries ? <DraftPathPanel /> : step ? <StepEditor key={step.id} step={step} /> : <TriggerEditor key={TRIGGER} />;
  return (
    <FormWorld value={building.world}>
      <HandsContext value={hands}>
        {hand.state === "conflict" && <ConflictBar hand={hand} />}
        <div className={classes.page}>
          <BuilderCanvas marked={roomy || chosen !== null} />
          {roomy ? (
            <aside className={own.side} aria-label={t("The chosen step")}>
              {panel}
            </aside>
          ) : (
            <SideSheet opened={chosen !== null || hands.tries} onClose={() => (hands.tries ? hands.setTries(false) : setChosen(null))} title={hands.tries ? t("Tried with a customer") : step ? name(step) : t("What starts it")} size={440}>
              {panel}
            </SideSheet>
          )}
        </div>
      </HandsContext>
    </FormWorld>
  );
}

const NOWHERE: ReadonlySet<string> = new Set();

type Given = Props & { building: Building; chosen: string | null; setChosen: (id: string | null) => void; mayDraw: boolean };

function useHandsOf({ hand, workflow, building: { blocks }, chosen, setChosen, mayDraw }: Given): Hands {
  const [moving, setMoving] = useState<string | null>(null);
  const [fresh, setFresh] = useState<string | null>(null);
  const [tries, setTries] = useState(false);
  const [path, setPath] = useState<ReadonlySet<string>>(NOWHERE);
  const { change } = hand;
  const choose = useCallback(
    (id: string, focus = false) => {
      setChosen(id);
      setTries(false);
      setFresh((was) => (was === id ? was : null));
      if (focus) requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-step="${CSS.escape(id)}"]`)?.focus());
    },
    [setChosen],
  );
  const add = (block: Block, spot: Spot) => {
    const { step, templates } = made(block);
    change((was) => insert(was, spot, step, templates));
    setChosen(step.id);
    setTries(false);
    setFresh(step.id);
    requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-step-form] input:not([type=hidden]), [data-step-form] textarea")?.focus()));
  };
  const edit = (how: (was: Definition) => Definition) => change(how);
  const takeAway = (id: string) => {
    const before = neighbour(hand.definition, id, blocks);
    edit((was) => remove(was, id, blocks));
    choose(before, true);
    const whole = hand.definition;
    say(t("Removed the step"), () => change(() => whole));
  };
  const twice = (id: string) => {
    const twin = copy(hand.definition, id, blocks);
    if (!twin) return;
    edit(() => twin.definition);
    choose(twin.id, true);
  };
  const act = { copy: twice, remove: takeAway, up: (id: string) => edit((was) => nudge(was, id, -1, blocks)), down: (id: string) => edit((was) => nudge(was, id, 1, blocks)), move: (id: string) => setMoving((was) => (was === id ? null : id)) };
  const drop = (spot: Spot) => {
    if (moving !== null) edit((was) => move(was, moving, spot, blocks));
    if (moving !== null) choose(moving, true);
    setMoving(null);
  };
  const known = useMemo(() => everyStep(hand.definition, blocks).some(({ step }) => step.id === chosen), [hand.definition, blocks, chosen]);
  return { hand, workflow, blocks, chosen: known && chosen !== null ? chosen : TRIGGER, choose, moving, add, act, drop, fresh, mayDraw, path: tries ? path : NOWHERE, tries, setTries, setPath };
}

/** Where one is after a step is gone: the one before it, else the trigger. */
function neighbour(definition: Definition, id: string, blocks: Hands["blocks"]): string {
  const all = everyStep(definition, blocks);
  return all[all.findIndex(({ step }) => step.id === id) - 1]?.step.id ?? TRIGGER;
}

/** Undo and redo everywhere but in a field, which has its own; single keys for the chosen step. */
function useBuilderKeys({ hand, chosen, act, moving, mayDraw, tries, setTries }: Hands): void {
  const typing = () => document.activeElement instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName);
  const onStep = (how: (id: string) => void) => () => chosen !== TRIGGER && how(chosen);
  const back = (event: KeyboardEvent) => (event.shiftKey ? hand.redo?.() : hand.undo?.());
  useKeys({ "mod+z": (event) => void (!typing() && back(event)), "mod+y": () => void (!typing() && hand.redo?.()) });
  useKeys(
    {
      a: () => document.querySelector<HTMLElement>(`[data-add-after="${CSS.escape(chosen)}"]`)?.click(),
      d: onStep(act.copy),
      Backspace: onStep(act.remove),
      Delete: onStep(act.remove),
      m: onStep(act.move),
      v: () => setTries(!tries),
      "Shift+ArrowUp": onStep(act.up),
      "Shift+ArrowDown": onStep(act.down),
    },
    mayDraw,
  );
  useKeys({ Escape: () => moving !== null && act.move(moving) }, moving !== null);
}
