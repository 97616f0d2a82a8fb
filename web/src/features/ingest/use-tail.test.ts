/** New events join the tail without doubling or losing any. */
import { expect, test } from "vitest";
import { makeCustomers } from "@/test/fake/customers";
import { makeEvent } from "@/test/fake/events";
import { withNews } from "./use-tail";

const customers = makeCustomers(3);
const event = (index: number, state = "no_match") => ({ ...makeEvent(index, customers, 0), state });
const shown = { pages: [{ items: [event(3), event(2)], next_cursor: "x" }, { items: [event(1)], next_cursor: null }], pageParams: ["", "x"] };

test("news go on top, and what is there already takes its newer state in place", () => {
  const after = withNews(shown, [event(5), event(4), event(3, "matched")]);
  expect(after.pages.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(["e5", "e4", "e3", "e2", "e1"]);
  expect(after.pages[0]?.items[2]?.state).toBe("matched");
});

test("no news change nothing", () => {
  expect(withNews(shown, [])).toEqual(shown);
});
