/** What the server refuses arrives as one kind of error, and ids never break an address. */
import { expect, test, vi } from "vitest";
import { at, get, Problem, send } from "@/lib/http";

function answers(status: number, body: unknown, headers: Record<string, string> = {}): void {
  vi.stubGlobal("fetch", vi.fn(() => Promise.resolve(new Response(JSON.stringify(body), { status, headers }))));
}

test("a refusal keeps its sentence, its code and its fields", async () => {
  answers(422, { code: "invalid", detail: "A name is needed.", errors: [{ field: "name", code: "missing", message: "Write a name." }] });
  await expect(send("POST", "/api/customers", {})).rejects.toMatchObject({ status: 422, code: "invalid", message: "A name is needed.", fields: [{ field: "name" }] });
});

test("a server that is not reached is no refusal", async () => {
  vi.stubGlobal("fetch", vi.fn(() => Promise.reject(new TypeError("failed"))));
  await expect(get("/api/session")).rejects.toMatchObject({ status: 0 });
});

test("an answer that is no JSON still says its status", async () => {
  vi.stubGlobal("fetch", vi.fn(() => Promise.resolve(new Response("<html>", { status: 502 }))));
  await expect(get("/api/session")).rejects.toBeInstanceOf(Problem);
});

test("changes carry the session's token, empty filters stay out of the address", async () => {
  document.cookie = "csrftoken=abc";
  answers(200, {});
  await send("POST", "/api/customers", { name: "Halden" });
  await get("/api/customers", { query: { q: "", tag: undefined, limit: 40 } });
  const calls = vi.mocked(fetch).mock.calls;
  expect(new Headers(calls[0]?.[1]?.headers).get("X-CSRFToken")).toBe("abc");
  expect(calls[1]?.[0]).toBe("/api/customers?limit=40");
});

test("a tag with a slash stays one part of the path", () => {
  expect(at`/api/customers/${7}/tags/${"a/b ?"}`).toBe("/api/customers/7/tags/a%2Fb%20%3F");
});
