/** Shapes the server does not describe yet; each leaves this file as soon as it does. */
import type { Ref, WorkflowRef } from "@/lib/shapes";

type WorkflowNumbers = { entered: number; active: number; done: number; sent: number; held: number; failed: number };

export type Workflow = {
  key: string;
  name: string;
  description: string;
  audience: "customer_touch" | "internal_notification";
  group: string;
  subject: "customer" | "contact";
  is_on: boolean;
  version: number;
  switched_on_at: string | null;
  numbers: WorkflowNumbers;
  trigger_label: string;
  entered_by_day: number[];
};

export type Step = {
  id: string;
  kind: "action" | "wait" | "branch" | "goal" | "stop";
  key: string;
  label: string;
  detail: string;
  icon: string;
  numbers: Record<string, number>;
  branches?: Branch[] | null;
};

type Branch = { label: string; steps: Step[]; numbers: Record<string, number> };

export type Template = {
  key: string;
  language: string;
  channel: string;
  subject: string;
  body: string;
  topic: string;
  step_id: string | null;
  is_edited: boolean;
};

export type WorkflowDetail = Workflow & {
  trigger: { key: string; label: string; params: Record<string, unknown> };
  re_entry: string;
  exits: string[];
  goal: string | null;
  steps: Step[];
  messages: Template[];
  rules: { label: string; value: string }[];
  qualifying: number | null;
};

export type Preview = { subject: string; html: string; text: string; contact: Ref | null };

export type Message = {
  id: string;
  channel: string;
  to: string | null;
  to_name: string | null;
  customer: Ref | null;
  contact: Ref | null;
  member: Ref | null;
  subject: string;
  state: "queued" | "sending" | "sent" | "failed" | "held" | "unknown";
  reason: string | null;
  next_at: string | null;
  created_at: string;
  sent_at: string | null;
  workflow: WorkflowRef | null;
  topic: string | null;
  opened_at?: string | null;
};

export type MessageDetail = Message & {
  html: string;
  text: string;
  headers: [string, string][];
  attempts: { at: string; result: string }[];
  why: string | null;
};

export type Mail = {
  id: string;
  at: string;
  from: string;
  to: string;
  to_name: string | null;
  subject: string;
  snippet: string;
  customer: Ref | null;
  workflow: WorkflowRef | null;
  is_read: boolean;
};

export type MailDetail = Mail & { html: string | null; text: string; headers: [string, string][] };

export type Sending = { stopped: boolean; stopped_at: string | null; by: string | null; waiting: number };

export type Engine = {
  ok: boolean;
  web: boolean;
  worker: boolean;
  database: boolean;
  oldest_due_seconds: number | null;
  partition: number | null;
  waiting_events: number;
  due_timers: number;
  parked: { customer: Ref; reason: string; since: string; waiting: number }[];
  workers: { name: string; last_seen_at: string }[];
  durability: { fsync: string; synchronous_commit: string; ok: boolean };
};

export type Source = { id: string; name: string; write_key: string; events_24h: number; last_event_at: string | null };

export type ApiKey = { id: string; name: string; scopes: string[]; created_at: string; last_used_at: string | null; key?: string | null };

export type SearchResult = {
  customers: { id: number; name: string; hint: string | null }[];
  contacts: { id: number; name: string; email: string | null; customer: Ref }[];
  workflows: WorkflowRef[];
};
export type MessageState = Message["state"];
