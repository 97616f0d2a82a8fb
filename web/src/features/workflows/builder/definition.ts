/** A workflow while somebody changes it, and every change there is: plain functions from one definition to the next. */
import { alternative, begun, type Block, type FieldSpec, type Form, type Params } from "@/ui/schema-form/schema";

export type StepData = Params & { id: string; key: string };
export type Words = { subject: string; body: string };
export type TemplateData = Partial<Words> & { vi?: Partial<Words> };
export type Definition = Params & {
  label: string;
  subject: "customer" | "contact";
  audience: string;
  trigger: Params;
  when: Params | null;
  steps: StepData[];
  templates: Record<string, TemplateData>;
};
export type Path = (string | number)[];
/** One way out of a step: where its steps lie, what it is called, and the steps. */
export type Way = { path: Path; label: string; steps: StepData[] };
/** Where a step may go: a chain of steps, and a place in it. */
export type Spot = { path: Path; index: number };
export type Blocks = { actions: Block[]; flow: Block[] };

export const TOP: Path = ["steps"];

export function blockOf(blocks: Blocks, key: unknown): Block | undefined {
  return [...blocks.actions, ...blocks.flow].find((one) => one.key === key);
}

/** The ways out of a step at a path, as its form says where steps lie. */
export function waysOf(step: StepData, at: Path, blocks: Blocks): Way[] {
  const form = blocks.flow.find(({ key }) => key === step.key)?.form;
  return form ? formWays(form, step, at) : [];
}

function formWays(form: Form, step: StepData, at: Path): Way[] {
  const chosen = form.oneOf?.[alternative(form, step)];
  const fields = [...Object.entries(form.properties ?? {}), ...Object.entries(chosen?.properties ?? {})];
  return fields.flatMap(([name, field]) => {
    if (field.widget === "steps") return [{ path: [...at, name], label: field.title ?? name, steps: listed(step[name]) }];
    const sub = insideOf(field);
    if (sub === undefined) return [];
    return rows(step[name]).map((way, place) => ({ path: [...at, name, place, sub], label: String(way["label"] || String.fromCharCode(65 + place)), steps: listed(way[sub]) }));
  });
}

function insideOf({ items }: FieldSpec): string | undefined {
  if (!items || !("properties" in items)) return undefined;
  return Object.entries(items.properties ?? {}).find(([, field]) => field.widget === "steps")?.[0];
}

function listed(value: unknown): StepData[] {
  return Array.isArray(value) ? (value as StepData[]) : [];
}

function rows(value: unknown): Params[] {
  return Array.isArray(value) ? (value as Params[]) : [];
}

/** Every step in reading order, with where it lies. */
export function everyStep(definition: Definition, blocks: Blocks): { step: StepData; chain: Path; index: number }[] {
  const walk = (steps: StepData[], chain: Path): { step: StepData; chain: Path; index: number }[] => steps.flatMap((step, index) => [{ step, chain, index }, ...waysOf(step, [...chain, index], blocks).flatMap((way) => walk(way.steps, way.path))]);
  return walk(definition.steps, TOP);
}

export function find(definition: Definition, id: string, blocks: Blocks) {
  return everyStep(definition, blocks).find(({ step }) => step.id === id);
}

/** A name no step has or had: those under way are told apart by it. */
export function fresh(key: string): string {
  return `${key.slice(0, 40)}_${Math.random().toString(36).slice(2, 7)}`;
}

/** A new step of a kind with what its form begins with; a message gets words of its own. */
export function made(block: Block): { step: StepData; templates: Record<string, TemplateData> } {
  const id = fresh(block.key);
  const names = messageFields(block.form);
  const own = Object.fromEntries(names.map((name) => [name, id]));
  return { step: { id, key: block.key, ...begun(block.form), ...own }, templates: names.length > 0 ? { [id]: { subject: "", body: "" } } : {} };
}

function messageFields(form: Form): string[] {
  return Object.entries(form.properties ?? {}).flatMap(([name, field]) => (field.widget === "message" ? [name] : []));
}

export function insert(definition: Definition, { path, index }: Spot, step: StepData, templates: Record<string, TemplateData> = {}): Definition {
  const changed = changedAt(definition, path, (chain) => listed(chain).toSpliced(index, 0, step));
  return { ...changed, templates: { ...changed.templates, ...templates } };
}

export function change(definition: Definition, id: string, blocks: Blocks, how: (step: StepData) => StepData): Definition {
  const found = find(definition, id, blocks);
  return found ? changedAt(definition, found.chain, (chain) => listed(chain).with(found.index, how(found.step))) : definition;
}

/** Without the step, what lies in its ways, and the words nobody sends any more. */
export function remove(definition: Definition, id: string, blocks: Blocks): Definition {
  const found = find(definition, id, blocks);
  return found ? tidy(changedAt(definition, found.chain, (chain) => listed(chain).toSpliced(found.index, 1)), blocks) : definition;
}

function tidy(definition: Definition, blocks: Blocks): Definition {
  const used = new Set(everyStep(definition, blocks).map(({ step }) => step["template"]));
  return { ...definition, templates: Object.fromEntries(Object.entries(definition.templates).filter(([name]) => used.has(name))) };
}

/** The same step once more right behind, with all in its ways; each of them and its words under new names. */
export function copy(definition: Definition, id: string, blocks: Blocks): { definition: Definition; id: string } | undefined {
  const found = find(definition, id, blocks);
  if (!found) return undefined;
  const templates: Record<string, TemplateData> = {};
  const twin = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(twin);
    if (typeof value !== "object" || value === null) return value;
    const inner = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, twin(part)]));
    return "id" in inner && "key" in inner ? renamed(inner as StepData) : inner;
  };
  const renamed = (step: StepData): StepData => {
    const name = fresh(step.key);
    const words = typeof step["template"] === "string" ? definition.templates[step["template"]] : undefined;
    if (words) templates[name] = words;
    return { ...step, id: name, ...(words ? { template: name } : {}) };
  };
  const step = twin(found.step) as StepData;
  return { definition: insert(definition, { path: found.chain, index: found.index + 1 }, step, templates), id: step.id };
}

/** The step at another spot; nothing where that lies within itself. */
export function move(definition: Definition, id: string, spot: Spot, blocks: Blocks): Definition {
  const found = find(definition, id, blocks);
  if (!found) return definition;
  const own = [...found.chain, found.index];
  if (own.every((part, place) => spot.path[place] === part)) return definition;
  const same = spot.path.join() === found.chain.join();
  const index = same && spot.index > found.index ? spot.index - 1 : spot.index;
  const without = changedAt(definition, found.chain, (chain) => listed(chain).toSpliced(found.index, 1));
  return insert(without, { path: shifted(spot.path, found.chain, found.index), index }, found.step);
}

/** A path behind the taken-out step in the same chain comes one place nearer. */
function shifted(path: Path, chain: Path, taken: number): Path {
  const here = path[chain.length];
  const behind = chain.every((part, place) => path[place] === part) && typeof here === "number" && here > taken;
  return behind ? path.with(chain.length, here - 1) : path;
}

/** One place up or down in its own chain. */
export function nudge(definition: Definition, id: string, by: 1 | -1, blocks: Blocks): Definition {
  const found = find(definition, id, blocks);
  if (!found) return definition;
  const to = found.index + by;
  const all = everyStep(definition, blocks).filter(({ chain }) => chain.join() === found.chain.join()).length;
  if (to < 0 || to >= all) return definition;
  return move(definition, id, { path: found.chain, index: by > 0 ? to + 1 : to }, blocks);
}

function changedAt(definition: Definition, path: Path, how: (value: unknown) => unknown): Definition {
  const set = (value: unknown, rest: Path): unknown => {
    const [head, ...tail] = rest;
    if (head === undefined) return how(value);
    if (typeof head === "number") return (value as unknown[]).with(head, set((value as unknown[])[head], tail));
    const table = (value ?? {}) as Params;
    return { ...table, [head]: set(table[head], tail) };
  };
  return set(definition, path) as Definition;
}
