/** Made-up events as they came in, rejected ones with their reason. */
import type { Customer, Event, EventDetail, EventStats, NameCount } from "@/lib/shapes";
import { WORKFLOW_NAMES } from "./customers";
import { before, dice, NOW } from "./dice";
import { person } from "./names";
import { makeLog } from "./workflows";

const NAMES = ["Feature Used", "Signed In", "Payment Succeeded", "Feature Used", "Payment Failed", "Account Created", "Signed In", "page", "Milestone Reached"] as const;

const DID: Record<string, Event["did"]> = {
  "Feature Used": [
    { kind: "tag", text: "Tag \u201cActive on Forecasts\u201d", workflow: { key: "c1_used_feature_team", name: WORKFLOW_NAMES["c1_used_feature_team"] ?? "" } },
    { kind: "message", text: "E-mail \u201cMore out of Forecasts\u201d", workflow: { key: "c1_used_feature", name: WORKFLOW_NAMES["c1_used_feature"] ?? "" } },
    { kind: "score", text: "+30 points", workflow: { key: "c1_used_feature_team", name: WORKFLOW_NAMES["c1_used_feature_team"] ?? "" } },
  ],
  "Payment Failed": [
    { kind: "tag", text: "Tag \u201cPayment Failed\u201d", workflow: { key: "e1_payments_team", name: WORKFLOW_NAMES["e1_payments_team"] ?? "" } },
    { kind: "stage", text: "Subscription & Billing to Subscription Failed", workflow: { key: "e1_payments_team", name: WORKFLOW_NAMES["e1_payments_team"] ?? "" } },
  ],
  "Account Created": [{ kind: "enrolled", text: "Entered Welcome to a new account", workflow: { key: "a1_new_account", name: WORKFLOW_NAMES["a1_new_account"] ?? "" } }],
};

const SUMMARY: Record<string, string> = { "Feature Used": "Forecasts, 9 min", "Signed In": "from Oslo", "Payment Succeeded": "$4,000, invoice 2026-1180", "Payment Failed": "$4,000, the card has expired", "Account Created": "plan Team", page: "/pricing", "Milestone Reached": "600 points" };

export function makeEvent(index: number, customers: Customer[], age: number): Event {
  const chance = dice(index + 3);
  const name = NAMES[index % NAMES.length] ?? "Signed In";
  const customer = customers[(index * 7) % Math.max(1, customers.length)];
  const matched = DID[name] !== undefined && chance.chance(0.6);
  return {
    id: `e${index}`,
    name,
    kind: name === "page" ? "page" : name === "Milestone Reached" ? "derived" : "track",
    at: before(age + 1200),
    received_at: before(age),
    customer: customer ? { id: customer.id, name: customer.name } : null,
    contact: customer ? { id: customer.id * 100, name: person(chance) } : null,
    source: "Product, production",
    historical: index % 41 === 40,
    late: index % 23 === 22,
    state: index === 0 ? "waiting" : index % 37 === 36 ? "parked" : matched ? "matched" : "no_match",
    did: matched ? (DID[name] ?? []) : [],
    summary: SUMMARY[name] ?? "",
  };
}

export function makeRejected(index: number): Event {
  const faults = [
    ["too_large", "properties", "The event has 41 kB; at most 32 kB are taken. Send less in properties."],
    ["no_user", "userId", "An event needs a userId or an anonymousId."],
    ["bad_time", "timestamp", "\u201c2026-13-01\u201d is no time. Write it like 2026-12-01T09:30:00Z."],
    ["nul", "properties.note", "The text holds a NUL character, which cannot be stored. Remove it."],
  ] as const;
  const [code, field, message] = faults[index % faults.length] ?? faults[0];
  return { id: `r${index}`, name: "Feature Used", kind: "track", at: before(index * 900_000), received_at: before(index * 900_000), customer: null, contact: null, source: "Website", historical: false, late: false, state: "rejected", did: [], code, field, message, summary: '{"type":"track","event":"Feature Used","properties":{"feature":"Forecasts","note":"…"}}' };
}

export function eventDetail(event: Event, customer: Customer | undefined): EventDetail {
  return {
    ...event,
    traits: {},
    derived: [],
    properties: { feature: "Forecasts", seconds: 564, device: { os: "macOS", browser: "Firefox" }, ok: true },
    context: { ip: "203.0.113.9", library: { name: "analytics-node", version: "2.3.0" }, timezone: "Europe/Oslo" },
    message_id: `node-${event.id}-7d1f0b52`,
    log: customer && event.state === "matched" ? makeLog(customer).slice(0, 3) : [],
    duplicates: event.id.endsWith("7") ? 2 : 0,
  };
}

export function eventStats(empty: boolean): EventStats {
  const chance = dice(99);
  return {
    per_minute: Array.from({ length: 60 }, (_, minute) => ({ at: new Date(NOW - (59 - minute) * 60_000).toISOString(), accepted: empty ? 0 : chance.between(30, 140), rejected: !empty && minute % 13 === 4 ? chance.between(2, 12) : 0 })),
    waiting: empty ? 0 : 2,
    oldest_waiting_seconds: empty ? null : 0.4,
    parked_customers: empty ? 0 : 1,
  };
}

export const eventNames: NameCount[] = [...new Set(NAMES)].map((name, index) => ({ name, count: 4200 - index * 600 }));
