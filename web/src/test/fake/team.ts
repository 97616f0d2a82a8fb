/** The made-up company's team, keys and settings. */
import type { ApiKey, Engine, Member, Sending, Session, Source } from "@/lib/shapes";
import { before, HOUR } from "./dice";

export const team: Member[] = [
  { id: 1, name: "Linh Dao", email: "linh@northwind.example", role: "cs_staff", group: "", is_active: true, has_second_step: false },
  { id: 2, name: "Tom Becker", email: "tom@northwind.example", role: "cs_staff", group: "", is_active: true, has_second_step: false },
  { id: 3, name: "Marcus Okafor", email: "marcus@northwind.example", role: "head_of_cs", group: "", is_active: true, has_second_step: false },
  { id: 4, name: "Priya Raman", email: "priya@northwind.example", role: "cs_ops", group: "", is_active: true, has_second_step: false },
  { id: 5, name: "Ken Ito", email: "ken@northwind.example", role: "technical_staff", group: "", is_active: true, has_second_step: false },
  { id: 6, name: "Ada Lindqvist", email: "ada@northwind.example", role: "administrator", group: "", is_active: true, has_second_step: false },
];

const PERMISSIONS = ["customer.read", "customer.write", "customer.write_any", "customer.import", "revenue.read", "team.read", "message.write", "event.read", "workflow.read", "workflow.switch", "workflow.edit", "message.read", "message.send_all", "member.manage", "key.manage", "settings.manage", "organisation.manage", "engine.read", "engine.resume"];

export function session(language: string): Session {
  return {
    member: { id: 6, name: "Ada Lindqvist", email: "ada@northwind.example", role: "administrator", language, zone: "Europe/Oslo", color_scheme: "auto", has_second_step: false, must_add_second_step: false },
    organisation: { name: "Northwind", zone: "Europe/Oslo", language: "en", currency: "USD", brand_colour: "#2f7d4f", has_logo: false },
    first_run: false,
    can: PERMISSIONS,
    csrf: "fake",
  };
}

export const rules: Source["browser"] = { origins: [], consent: "assumed", heeds_signals: true, idle_minutes: 5, pages: true, places: [] };

export const sources: Source[] = [
  { id: 101, name: "Product, production", write_key: "pk_live_…9f2c", is_active: true, is_historical: false, is_in_pages: false, browser: rules, made_at: before(900 * HOUR), events_24h: 48_210, last_event_at: before(4_000) },
  { id: 102, name: "Website", write_key: "wk_3mQkV8", is_active: true, is_historical: false, is_in_pages: true, browser: { ...rules, origins: ["https://www.acme.example"], places: [{ path: "/reports/*", feature: "Reports" }] }, made_at: before(900 * HOUR), events_24h: 3_902, last_event_at: before(0.3 * HOUR) },
  { id: 103, name: "Billing relay", write_key: "pk_live_…c11d", is_active: true, is_historical: false, is_in_pages: false, browser: rules, made_at: before(900 * HOUR), events_24h: 0, last_event_at: null },
];

export const keys: ApiKey[] = [{ id: 1, name: "Nightly export", key: "pa_…8e55", made_by: "Ada Lindqvist", scopes: ["customer.read", "event.read"], created_at: before(900 * HOUR), last_used_at: before(9 * HOUR) }];

export const sending: Sending = { stopped: false, stopped_at: null, by: null, waiting: 3 };

export const engine: Engine = {
  ok: true,
  web: true,
  worker: true,
  database: true,
  oldest_due: null,
  oldest_due_seconds: null,
  unperformed_effects: 0,
  partition: null,
  waiting_events: 2,
  due_timers: 0,
  parked: [{ customer: { id: 4, name: "Pelican Pay" }, reason: "Payment Succeeded: amount 'twelve' is no number", since: before(2 * HOUR), waiting: 14 }],
  workers: [
    { name: "worker-1", last_seen_at: before(900) },
    { name: "worker-2", last_seen_at: before(1_400) },
  ],
  durability: { fsync: "on", synchronous_commit: "on", ok: true },
  sweeps: true,
  open_transactions: [{ pid: 4711, name: "psql", seconds: 754, statement: "select * from history" }],
};
