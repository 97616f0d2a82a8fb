/** Signing in: a wrong password is said plainly, a right one leads on to where one wanted to be. */
import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { serve, visit } from "@/test/render";

async function enter(password: string): Promise<void> {
  await userEvent.type(await screen.findByLabelText("E-mail"), "ada@northwind.example");
  await userEvent.type(screen.getByLabelText("Password"), password);
  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
}

test("who is not signed in comes to the sign-in and afterwards to the page asked for", async () => {
  serve("signed-out");
  const { router } = visit("/workflows");
  await enter("perennia");
  await waitFor(() => expect(router.state.location.pathname).toBe("/workflows"));
});

test("a wrong password is said at the field", async () => {
  serve("signed-out");
  visit("/sign-in");
  await enter("wrong");
  expect(await screen.findByText("This e-mail and password do not belong together.")).not.toBeNull();
});

test("another site's address is never gone on to", async () => {
  serve("signed-out");
  const { router } = visit("/sign-in?to=https%3A%2F%2Felsewhere.example");
  await enter("perennia");
  await waitFor(() => expect(router.state.location.pathname).toBe("/today"));
});
