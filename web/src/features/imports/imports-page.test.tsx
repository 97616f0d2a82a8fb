/** Imports: what the first time says, what keeps a file from being checked, and what a start warns of. */
import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { serve, visit } from "@/test/render";

test("the first time it says what belongs here and offers one action", async () => {
  serve("empty");
  visit("/settings/import");
  expect(await screen.findByText("No file has come in yet")).not.toBeNull();
  expect(screen.getAllByRole("button", { name: "Import a file" })).toHaveLength(1);
});

test("each file stands with its state and how far it is", async () => {
  serve();
  visit("/settings/import");
  const table = await screen.findByRole("table", { name: "Files" });
  expect(within(table).getByText("Coming in, 42 %")).not.toBeNull();
  expect(within(table).getByText("Waits for its columns")).not.toBeNull();
});

test("a file cannot be checked before a column says whose its rows are", async () => {
  serve();
  visit("/settings/import/4");
  const check = await screen.findByRole<HTMLButtonElement>("button", { name: "Check the file" });
  expect(check.disabled).toBe(true);
  expect(screen.getByText("Choose the column that says whose a row is: User id, E-mail.")).not.toBeNull();
  await userEvent.selectOptions(screen.getByLabelText("Address is"), "E-mail");
  expect(check.disabled).toBe(false);
});

test("to take rows in as if they happened now is warned of", async () => {
  serve();
  visit("/settings/import/2");
  const live = await screen.findByRole("switch");
  await userEvent.click(live);
  expect(screen.getByRole("alert").textContent).toContain("messages may go out");
  expect(await screen.findByText("Address is no e-mail address: none")).not.toBeNull();
});
