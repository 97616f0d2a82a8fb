/** The record: changes show at once, go back when refused, and can be undone. */
import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { serve, visit } from "@/test/render";

test("a tag is gone at once and comes back with Undo", async () => {
  const server = serve();
  visit("/customers/1");
  await userEvent.click(await screen.findByRole("button", { name: 'Remove the tag "Active SaaS"' }));
  expect(screen.queryByRole("button", { name: 'Remove the tag "Active SaaS"' })).toBeNull();
  await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await screen.findByRole("button", { name: 'Remove the tag "Active SaaS"' })).not.toBeNull();

  await waitFor(() => expect(server.tags.get(1)?.tags).toContain("Active SaaS"));
});

test("a refused change goes back and says why", async () => {
  const server = serve();
  visit("/customers/1");
  const remove = await screen.findByRole("button", { name: 'Remove the tag "Active SaaS"' });
  const answer = server.answer.bind(server);
  vi.spyOn(server, "answer").mockImplementation((method, url, body) => (method === "DELETE" ? { status: 403, body: { code: "denied", detail: "Linh owns this customer." } } : answer(method, url, body)));
  await userEvent.click(remove);
  expect(await screen.findByText("Linh owns this customer.")).not.toBeNull();
  expect(screen.getByRole("button", { name: 'Remove the tag "Active SaaS"' })).not.toBeNull();
});

test("a customer set aside says so and goes on with one click", async () => {
  serve();
  visit("/customers/4");
  expect(await screen.findByText(/14 events of this customer are set aside/)).not.toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Resume" }));
  await waitFor(() => expect(screen.queryByText(/are set aside/)).toBeNull());
});

test("nobody has that number, and the page says so", async () => {
  serve();
  visit("/customers/999999");
  expect(await screen.findByText("There is no such customer")).not.toBeNull();
});
