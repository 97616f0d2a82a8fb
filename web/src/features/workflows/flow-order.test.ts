/** The arrows walk the flow as one reads it. */
import { expect, test } from "vitest";
import type { Step } from "@/lib/shapes";
import { arrive, inOrder, TRIGGER } from "./flow-order";

const numbers = { entered: 0, waiting: 0, sent: 0, held: 0, failed: 0, left: 0, opened: 0, clicked: 0 };
const step = (id: string, ...ways: Step[][]): Step => ({ id, kind: "action", key: "", label: id, detail: "", icon: "", template: null, numbers, branches: ways.map((steps, index) => ({ label: `way ${index}`, steps, numbers })) });
const flow = [step("if", [step("a1"), step("a2"), step("a3")], [step("b1")]), step("end")];

test("reading order goes through each branch from its top", () => {
  expect(inOrder(flow).map(({ id }) => id)).toEqual(["if", "a1", "a2", "a3", "b1", "end"]);
});

test("down and up walk in reading order and stop at the ends", () => {
  expect(arrive(flow, TRIGGER, "ArrowDown")).toBe("if");
  expect(arrive(flow, "a3", "ArrowDown")).toBe("b1");
  expect(arrive(flow, "end", "ArrowDown")).toBe("end");
  expect(arrive(flow, TRIGGER, "ArrowUp")).toBe(TRIGGER);
});

test("left and right go to the same height of the next branch, or to its last step", () => {
  expect(arrive(flow, "a1", "ArrowRight")).toBe("b1");
  expect(arrive(flow, "a3", "ArrowRight")).toBe("b1");
  expect(arrive(flow, "b1", "ArrowLeft")).toBe("a1");
  expect(arrive(flow, "b1", "ArrowRight")).toBe("b1");
});
