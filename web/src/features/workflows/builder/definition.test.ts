/** Every change of a draft: what it does, and what it leaves alone. */
import { expect, test } from "vitest";
import type { Block } from "@/ui/schema-form/schema";
import { begun, withAlternative, withField } from "@/ui/schema-form/schema";
import { read, write } from "@/ui/schema-form/duration";
import { type Blocks, change, copy, type Definition, everyStep, insert, made, move, nudge, remove, type StepData, TOP } from "./definition";

const steps = (title: string) => ({ type: "array", widget: "steps", title });
const block = (key: string, form: Block["form"]): Block => ({ key, label: key, about: "", icon: "bolt", form });
const WAIT = block("wait", { oneOf: [{ title: "span", required: ["for"], properties: { for: { widget: "duration", default: "P1D" } } }, { title: "until", required: ["until"], properties: { until: { widget: "trigger" }, else: steps("Too late") } }] });
const BLOCKS: Blocks = {
  actions: [block("add_tag", { required: ["tag"], properties: { tag: {} } }), block("send_message", { properties: { template: { widget: "message" } } })],
  flow: [WAIT, block("branch", { properties: { if: { widget: "condition" }, then: steps("Yes"), else: steps("No") } }), block("split", { properties: { ways: { type: "array", items: { properties: { label: {}, steps: steps("Steps") } } } } })],
};
const tag = (id: string): StepData => ({ id, key: "add_tag", tag: id });
const FLOW: Definition = {
  label: "", subject: "contact", audience: "", trigger: {}, when: null, templates: { hello: { subject: "Hi", body: "You" } },
  steps: [tag("one"), { id: "which", key: "branch", then: [tag("yes"), { id: "write", key: "send_message", template: "hello" }], else: [tag("no")] }, { id: "ab", key: "split", ways: [{ label: "Half", steps: [tag("half")] }, { steps: [] }] }, tag("last")],
};
const order = (definition: Definition) => everyStep(definition, BLOCKS).map(({ step }) => step.id).join(" ");

test("steps are walked in reading order, those of several ways too", () => {
  expect(order(FLOW)).toBe("one which yes write no ab half last");
});

test("a step is put, changed and taken away where it lies", () => {
  expect(order(insert(FLOW, { path: ["steps", 1, "else"], index: 1 }, tag("new")))).toBe("one which yes write no new ab half last");
  expect(order(insert(FLOW, { path: ["steps", 2, "ways", 1, "steps"], index: 0 }, tag("new")))).toBe("one which yes write no ab half new last");
  expect(everyStep(change(FLOW, "half", BLOCKS, (step) => ({ ...step, tag: "x" })), BLOCKS).find(({ step }) => step.id === "half")?.step["tag"]).toBe("x");
  const gone = remove(FLOW, "which", BLOCKS);
  expect(order(gone)).toBe("one ab half last");
  expect(gone.templates).toEqual({});
});

test("a step moves between ways, and never into itself", () => {
  expect(order(move(FLOW, "one", { path: ["steps", 1, "then"], index: 1 }, BLOCKS))).toBe("which yes one write no ab half last");
  expect(order(move(FLOW, "last", { path: TOP, index: 0 }, BLOCKS))).toBe("last one which yes write no ab half");
  expect(order(move(FLOW, "one", { path: TOP, index: 4 }, BLOCKS))).toBe("which yes write no ab half last one");
  expect(move(FLOW, "which", { path: ["steps", 1, "else"], index: 0 }, BLOCKS)).toBe(FLOW);
  expect(order(nudge(FLOW, "last", -1, BLOCKS))).toBe("one which yes write no last ab half");
  expect(nudge(FLOW, "last", 1, BLOCKS)).toBe(FLOW);
});

test("a copy has names and words of its own, in its ways too", () => {
  const twin = copy(FLOW, "which", BLOCKS);
  const ids = everyStep(twin?.definition ?? FLOW, BLOCKS).map(({ step }) => step.id);
  expect(ids).toHaveLength(12);
  expect(new Set(ids).size).toBe(12);
  expect(Object.values(twin?.definition.templates ?? {})).toEqual([FLOW.templates["hello"], FLOW.templates["hello"]]);
});

test("a new message comes with words to fill, a new wait with its first span", () => {
  const message = made(BLOCKS.actions[1] as Block);
  expect(Object.keys(message.templates)).toEqual([message.step.id]);
  expect(made(WAIT).step).toMatchObject({ key: "wait", for: "P1D" });
});

test("another alternative drops what belonged to the one before", () => {
  expect(withAlternative(WAIT.form, { for: "P3D" }, 1)).toEqual({});
  expect(withAlternative(WAIT.form, { until: { key: "x" }, else: [] }, 0)).toEqual({ for: "P1D" });
  expect(begun({ required: ["a"], properties: { a: { default: 1 }, b: { default: 2 } } })).toEqual({ a: 1 });
});

test("a field that says no more than its default is not written", () => {
  expect(withField({ a: 1 }, "b", false, { default: false })).toEqual({ a: 1 });
  expect(withField({ b: true }, "b", undefined, { default: false })).toEqual({});
  expect(withField({ b: "x" }, "b", "", {})).toEqual({ b: "" });
});

test.each([["P3D", 3, "days"], ["P2W", 2, "weeks"], ["PT90M", 90, "minutes"], ["PT36H", 36, "hours"], ["P1DT12H", 36, "hours"]] as const)("%s is %d %s", (text, many, unit) => {
  expect(read(text)).toEqual({ number: many, unit });
  expect(read(write(many, unit))).toEqual({ number: many, unit });
});
