/** The canvas one draws on: the trigger on top, a plus on every line, branches beside each other. */
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconArrowBackUp, IconArrowForwardUp, IconMinus, IconPlus, IconUserSearch } from "@tabler/icons-react";
import { clsx } from "clsx";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { number } from "@/lib/format";
import type { Step } from "@/lib/shapes";
import { t } from "@/lib/t";
import classes from "../flow.module.css";
import { inOrder, TRIGGER } from "../flow-order";
import { numberWord } from "../run-words";
import { StepGlyph } from "../step-glyph";
import { AddMenu } from "./add-menu";
import own from "./builder.module.css";
import { type Named, useName } from "./card-name";
import { blockOf, everyStep, type Path, type StepData, TOP, type Way, waysOf } from "./definition";
import { FaultList } from "./fault-list";
import { useHands } from "./hands";
import { useDrag } from "./use-drag";

const SIZES = [0.5, 0.75, 1, 1.25];

export function BuilderCanvas({ marked }: { marked: boolean }) {
  const hands = useHands();
  const { hand, blocks, choose, moving, mayDraw, workflow } = hands;
  const name = useName(hands);
  const canvas = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(2);
  const order = [TRIGGER, ...everyStep(hand.definition, blocks).map(({ step }) => step.id)];
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const id = event.target instanceof HTMLElement ? event.target.dataset["step"] : undefined;
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (id === undefined || by === undefined || event.shiftKey) return;
    event.preventDefault();
    choose(order[Math.min(order.length - 1, Math.max(0, order.indexOf(id) + by))] ?? TRIGGER, true);
  };
  const trigger = hand.draft.drawn.trigger;
  const drag = useDrag(hands, canvas);
  return (
    <div className={own.stage} data-moving={moving ?? undefined} data-dragging={drag.dragging || undefined}>
      <div className={own.bar}>
        {mayDraw && <Tools size={size} onSize={setSize} />}
        <FaultList name={name} />
      </div>
      <div ref={canvas} className={classes.canvas} onKeyDown={walk} onPointerDown={drag.begin} onClickCapture={drag.swallow} role="region" aria-label={t("The flow, from top to bottom")} tabIndex={0}>
        <div className={classes.flow} style={{ zoom: SIZES[size] }}>
          <Card id={TRIGGER} icon={trigger?.icon ?? "bolt"} kind="trigger" marked={marked} label={trigger && hand.definition.trigger["key"] ? trigger.label : t("Choose what starts it")} below={hand.draft.drawn.when ? t("only if {condition}", { condition: lowered(hand.draft.drawn.when) }) : t("{n} entered in 30 days", { n: workflow.numbers.entered })} />
          <Chain steps={hand.definition.steps} path={TOP} name={name} marked={marked} after={TRIGGER} />
          <span className={classes.end}>{t("End")}</span>
        </div>
      </div>
      {moving !== null && (
        <p className={own.hint} role="status">
          {drag.dragging ? t("Let go where it shall stand. Esc leaves it where it is.") : t("Choose where it goes. Esc leaves it where it is.")}
        </p>
      )}
    </div>
  );
}

type ChainProps = { steps: StepData[]; path: Path; name: Named; marked: boolean; after?: string };

function Chain({ steps, path, name, marked, after }: ChainProps) {
  return (
    <>
      <AddMenu spot={{ path, index: 0 }} after={after} />
      {steps.map((step, index) => (
        <div key={step.id} className={classes.step}>
          <StepCard step={step} path={[...path, index]} name={name} marked={marked} />
          {!ends(step) && <AddMenu spot={{ path, index: index + 1 }} after={step.id} />}
        </div>
      ))}
    </>
  );
}

function StepCard({ step, path, name, marked }: { step: StepData; path: Path; name: Named; marked: boolean }) {
  const { blocks, workflow } = useHands();
  const running = inOrder(workflow.steps).find(({ id }) => id === step.id);
  const ways = waysOf(step, path, blocks);
  const block = blockOf(blocks, step.key);
  const isFlow = blocks.flow.some(({ key }) => key === step.key);
  return (
    <>
      <Card id={step.id} icon={block?.icon ?? "alert-triangle"} kind={isFlow ? step.key : "action"} marked={marked} label={name(step)} below={figures(running) || (block?.label ?? t("not known any more"))} />
      {ways.length > 0 && <Branches ways={straight(ways, step)} running={running} name={name} marked={marked} />}
    </>
  );
}

/** A step that names only the way aside has one more: straight on. */
function straight(ways: Way[], step: StepData): (Way & { plain?: boolean })[] {
  return ways.length === 1 ? [...ways, { path: [], label: step.key === "wait" ? t("In time|wait") : t("Otherwise"), steps: [], plain: true }] : ways;
}

function Branches({ ways, running, name, marked }: { ways: (Way & { plain?: boolean })[]; running: Step | undefined; name: Named; marked: boolean }) {
  return (
    <>
      <i className={classes.line} data-short="true" />
      <div className={classes.branches}>
        {ways.map((way, place) => (
          <div key={way.path.join(".") || "straight"} className={clsx(classes.branch, way.steps.at(-1) && ends(way.steps.at(-1)) && classes.ends)} role="group" aria-label={way.label}>
            <span className={classes.label}>
              {way.label}
              {(running?.branches[place]?.numbers.entered ?? 0) > 0 && <span className="num quiet"> {number(running?.branches[place]?.numbers.entered ?? 0)}</span>}
            </span>
            {!way.plain && <Chain steps={way.steps} path={way.path} name={name} marked={marked} />}
            <i className={clsx(classes.line, classes.grow)} />
          </div>
        ))}
      </div>
    </>
  );
}

function ends(step: StepData | undefined): boolean {
  return step?.key === "stop" || step?.key === "again";
}

type CardProps = { id: string; icon: string; kind: string; label: string; below: string; marked: boolean };

function Card({ id, icon, kind, label, below, marked }: CardProps): ReactNode {
  const { hand, chosen, choose, moving, fresh, path } = useHands();
  const faulty = fresh !== id && hand.draft.faults.some(({ step, where }) => (id === TRIGGER ? step === "" && /^(trigger|when)/.test(where) : step === id));
  return (
    <button type="button" data-step={id} className={clsx(classes.card, moving === id && own.moving, path.size > 0 && (path.has(id) ? own.onPath : own.offPath))} aria-pressed={marked && chosen === id} onClick={() => choose(id)}>
      <StepGlyph icon={icon} kind={kind} />
      <span className={classes.words}>
        <span className={clsx(classes.what, "cut")} title={label}>
          {label}
        </span>
        <span className={clsx(classes.numbers, "cut")}>{below}</span>
      </span>
      {faulty && (
        <span className={own.faulty}>
          <IconAlertTriangle size={16} aria-hidden="true" />
          <span className="hidden-words">{t("Something to mend")}</span>
        </span>
      )}
    </button>
  );
}

/** The step's numbers, once it has some. */
function figures(step: Step | undefined): string {
  const sent = (step?.numbers.sent ?? 0) > 0;
  const told = Object.entries(step?.numbers ?? {}).filter(([key, count]) => count > 0 && !(sent && key === "entered"));
  return told.slice(0, 3).map(([key, count]) => `${number(count)} ${numberWord(key)}`).join(" · ");
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function Tools({ size, onSize }: { size: number; onSize: (size: number) => void }) {
  const { hand, tries, setTries } = useHands();
  const tool = (label: string, icon: ReactNode, act: (() => void) | undefined) => (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} aria-disabled={act === undefined} data-disabled={act === undefined || undefined} onClick={() => act?.()}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
  return (
    <>
      <div className={own.tool} role="group" aria-label={t("Size of the flow")}>
        {tool(t("Smaller"), <IconMinus size={16} aria-hidden="true" />, size > 0 ? () => onSize(size - 1) : undefined)}
        <span className="num">{t("{n} %", { n: 100 * (SIZES[size] ?? 1) })}</span>
        {tool(t("Larger"), <IconPlus size={16} aria-hidden="true" />, size < SIZES.length - 1 ? () => onSize(size + 1) : undefined)}
      </div>
      <div className={own.tool} role="group" aria-label={t("Undo and redo")}>
        {tool(t("Undo"), <IconArrowBackUp size={17} aria-hidden="true" />, hand.undo)}
        {tool(t("Redo"), <IconArrowForwardUp size={17} aria-hidden="true" />, hand.redo)}
      </div>
      <div className={own.tool}>
        <Button variant={tries ? "light" : "subtle"} color="gray" size="compact-md" aria-pressed={tries} leftSection={<IconUserSearch size={16} aria-hidden="true" />} onClick={() => setTries(!tries)}>
          {t("Try it with a customer")}
        </Button>
      </div>
    </>
  );
}
