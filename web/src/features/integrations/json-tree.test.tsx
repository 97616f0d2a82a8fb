/** Pressing a value of a sample. */
import { render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { further, JsonTree } from "./json-tree";

test("a value that is pressed gives the path to it, whatever its name holds", () => {
  const pick = vi.fn();
  render(<JsonTree body='{"data":{"items":[{"id":7}],"a.b":true}}' onPick={pick} />);
  screen.getByRole("button", { name: "id 7" }).click();
  screen.getByRole("button", { name: "a.b true" }).click();
  expect(pick.mock.calls).toEqual([["data.items[0].id"], ['data["a.b"]']]);
  expect(further("", 'x"y')).toBe('["x\\"y"]');
});
