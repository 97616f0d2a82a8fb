/** The list: what is said when there is nothing, nothing that matches, or no answer. */
import { screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { serve, visit } from "@/test/render";

test("the first time it says what belongs here and offers the one next step", async () => {
  serve("empty");
  visit("/customers");
  expect(await screen.findByText("No customers yet")).not.toBeNull();
  expect(screen.getAllByRole("button", { name: "Add a customer" }).length).toBeGreaterThan(0);
});

test("a filter that matches nothing can be cleared", async () => {
  serve();
  const { router } = visit("/customers?q=zzzz");
  await userEvent.click(await screen.findByRole("button", { name: "Clear filters" }));
  expect(router.state.location.search).toEqual({});
});

test("when the list cannot be read it says that nothing is lost", async () => {
  serve("error");
  visit("/customers");
  expect(await screen.findByText("The customers did not load.")).not.toBeNull();
  expect(screen.getByRole("button", { name: "Try again" })).not.toBeNull();
});

test("the foot tells the true count", async () => {
  serve("one");
  visit("/customers");
  expect(await screen.findByText("1 customer")).not.toBeNull();
});
