/** Scoring: what would change stands there before anything is saved. */
import { screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { serve, visit } from "@/test/render";

test("a changed rule shows whom it would change, and saving counts anew with progress", async () => {
  const server = serve();
  visit("/settings/scoring");
  const points = await screen.findByLabelText("Points for Joined the account");
  expect(screen.queryByRole("button", { name: "Discard" })).toBeNull();
  await userEvent.clear(points);
  await userEvent.type(points, "45");
  expect(await screen.findByText("312 contacts would change milestone")).not.toBeNull();
  await userEvent.click(screen.getAllByRole("button", { name: "Save" })[0] as HTMLElement);
  expect(await screen.findByText("Points are counted anew: 40 %")).not.toBeNull();
  expect(server.scoring.rules[0]?.points).toBe(45);
});

test("features are listed with their own days, and each opens with what it has of its own", async () => {
  serve();
  visit("/settings/features");
  await userEvent.click(await screen.findByRole("button", { name: "Automations" }));
  expect(await screen.findByRole("dialog")).not.toBeNull();
  expect(screen.getByDisplayValue("14")).not.toBeNull();
});
