/** What is written is what was read; a change keeps what still fits. */
import { expect, test } from "vitest";
import { type AskedField, changed, fromTree, isWhole, type Row, toTree, withField } from "./condition";

const FIELDS: AskedField[] = [
  { field: "customer.score", label: "Score", group: "Score", shape: "number", choices: [], operators: [{ op: "at_least", before: "is at least", after: "", widget: "number" }, { op: "is_missing", before: "is not known", after: "", widget: "none" }] },
  { field: "customer.trait.plan", label: "Plan", group: "Known", shape: "text", choices: ["Pro"], operators: [{ op: "is", before: "is", after: "", widget: "text" }, { op: "is_missing", before: "is not known", after: "", widget: "none" }] },
];
const PLAN = { field: "customer.trait.plan", op: "is", value: "Pro" };

test.each([
  [{ all: [PLAN] }],
  [{ any: [PLAN, { not: PLAN }] }],
  [{ not: { any: [PLAN, { all: [PLAN, PLAN] }] } }],
  [{ all: [{ not: { all: [PLAN] } }] }],
])("a condition is written as it was read: %j", (tree) => {
  expect(toTree(fromTree(tree))).toEqual(tree);
});

test("a single predicate becomes the one part of a group", () => {
  expect(toTree(fromTree(PLAN))).toEqual({ all: [PLAN] });
});

test("it is whole once every row says something", () => {
  expect(isWhole(fromTree(undefined), FIELDS)).toBe(false);
  expect(isWhole(fromTree({ all: [PLAN] }), FIELDS)).toBe(true);
  expect(isWhole(fromTree({ all: [{ ...PLAN, value: "" }] }), FIELDS)).toBe(false);
  expect(isWhole(fromTree({ all: [{ field: "customer.score", op: "is_missing" }] }), FIELDS)).toBe(true);
});

test("another field keeps the operator where it fits, and its value where that does", () => {
  const [score, plan] = FIELDS as [AskedField, AskedField];
  const row: Row = { id: 1, field: plan.field, op: "is_missing", value: undefined, not: true };
  expect(withField(row, score)).toEqual({ ...row, field: score.field });
  expect(withField({ ...row, op: "is", value: "Pro" }, score)).toEqual({ ...row, field: score.field, op: "at_least" });
});

test("a group that loses its last part goes with it, and the outermost begins anew", () => {
  const root = fromTree({ all: [PLAN, { any: [PLAN] }] });
  const inner = root.of[1];
  const lastRow = inner && "of" in inner ? inner.of[0] : undefined;
  const smaller = changed(root, lastRow?.id ?? 0, () => null);
  expect(toTree(smaller)).toEqual({ all: [PLAN] });
  expect(changed(smaller, smaller.of[0]?.id ?? 0, () => null).of).toHaveLength(1);
});
