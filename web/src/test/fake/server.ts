/** A server that is none: answers every route of the API from made-up data, so that any page can be shown. */
import type { Customer } from "@/lib/shapes";
import { detail, facets, pipelines, makeContacts, makeCustomers, makeTimeline } from "./customers";
import { eventDetail, eventNames, eventStats, makeEvent, makeRejected } from "./events";
import { importDetail, imports } from "./imports";
import { mailDetail, makeMail, makeMessages, messageDetail, html } from "./messages";
import { ahead, features, house, makeFeedback, makePoints, saved, scoring } from "./scoring";
import { engine, keys, rules, sending, session, sources, team } from "./team";
import { makeEnrolments, makeLog, makeWorkflows, workflowDetail } from "./workflows";

export type Scenario = "lively" | "empty" | "one" | "many" | "error" | "signed-out";
type Asked = { method: string; path: string[]; query: URLSearchParams; body: Record<string, unknown> };
type Answer = { status: number; body: unknown };

const SIZES: Record<Scenario, number> = { lively: 312, empty: 0, one: 1, many: 100_000, error: 12, "signed-out": 12 };

/** One made-up server with its own state; changes are kept as long as it lives. */
export class FakeServer {
  customers: Customer[];
  tags = new Map<number, Partial<Customer> & { parked?: null }>();
  workflows = makeWorkflows();
  mail;
  messages;
  sending = { ...sending };
  scoring = scoring;
  keys = [...keys];
  sources = [...sources];
  signedIn: boolean;
  private seen: { name: string; rows: Customer[] } = { name: "-", rows: [] };
  language = localStorage.getItem("perennia.language") ?? "en";

  constructor(readonly scenario: Scenario = "lively") {
    this.customers = makeCustomers(SIZES[scenario]);
    this.mail = makeMail(this.customers);
    this.messages = makeMessages(this.customers);
    this.signedIn = scenario !== "signed-out";
  }

  answer(method: string, url: string, body: Record<string, unknown> = {}): Answer {
    const { pathname, searchParams } = new URL(url, "http://fake");
    const path = pathname.split("/").slice(2).map(decodeURIComponent);
    if (path[0] === "session" && path[1] === "ways") return ok({ set_up: false, provider: null, organisation: "Northwind", has_logo: false });
    if (path[0] === "session") return this.session(method, body);
    if (!this.signedIn) return refuse(401, "not_signed_in", "Sign in first.");
    if (this.scenario === "error") return refuse(503, "unavailable", "");
    return this.route({ method, path, query: searchParams, body }) ?? refuse(404, "not_found", "There is nothing here.");
  }

  private session(method: string, body: Record<string, unknown>): Answer {
    if (method === "POST" && body["password"] !== "perennia") return refuse(401, "wrong_sign_in", "This e-mail and password do not belong together.");
    if (method === "POST") this.signedIn = true;
    if (method === "DELETE") this.signedIn = false;
    if (typeof body["language"] === "string") this.language = body["language"];
    if (!this.signedIn) return method === "DELETE" ? ok(null, 204) : refuse(401, "not_signed_in", "Sign in first.");
    return ok(session(this.language));
  }

  private route(asked: Asked): Answer | null {
    const areas: Record<string, (asked: Asked) => Answer | null> = {
      customers: (one) => this.customerRoutes(one),
      events: (one) => this.eventRoutes(one),
      workflows: (one) => this.workflowRoutes(one),
      mailbox: (one) => this.mailRoutes(one),
      pipelines: () => ok(page(pipelines)),
      messages: (one) => this.messageRoutes(one),
      search: ({ query }) => this.search(query.get("q") ?? ""),
      sending: ({ method, body }) => this.switchSending(method, body),
      engine: () => ok(engine),
      team: () => ok(page(team)),
      scoring: (one) => this.scoringRoutes(one),
      features: () => ok({ ...page(this.customers.length > 0 ? features : []), house }),
      sources: ({ method, body }) => this.make(method, this.sources, { id: 101 + this.sources.length, name: String(body["name"]), write_key: "wk_4e1b9c0d77aa41f29b3e", is_active: true, is_historical: false, is_in_pages: body["is_in_pages"] === true, browser: rules, made_at: new Date().toISOString(), events_24h: 0, last_event_at: null }),
      imports: (one) => this.importRoutes(one),
      keys: ({ method, body, path }) => this.keyRoutes(method, body, path[1]),
    };
    return areas[asked.path[0] ?? ""]?.(asked) ?? null;
  }

  private find(id: number): Customer | undefined {
    const row = this.customers.find((one) => one.id === id);
    return row && { ...row, ...this.tags.get(row.id) };
  }

  private customerRoutes({ method, path: [, id, part, name], query, body }: Asked): Answer | null {
    if (id === undefined) return method === "POST" ? ok({ accepted: true }, 202) : ok(pageOf(this.view(query), query));
    if (id === "facets") return ok(facets(this.customers));
    const row = this.find(Number(id));
    if (!row) return null;
    const record = () => ok({ ...detail(this.find(row.id) ?? row), ...this.tags.get(row.id) });
    const keep = (changed: Partial<Customer> & { parked?: null }) => {
      this.tags.set(row.id, { ...this.tags.get(row.id), ...changed });
      return record();
    };
    if (part === undefined) return method === "PATCH" ? keep({ owner: team.find((one) => one.id === body["owner_id"]) ?? null }) : record();
    if (part === "tags") return keep({ tags: method === "POST" ? [...row.tags, String(body["tag"])] : row.tags.filter((tag) => tag !== name) });
    if (part === "stages") return keep({ stages: { ...row.stages, [name ?? ""]: String(body["stage"]) } });
    if (part === "resume") return keep({ parked: null });
    return this.customerParts(row, part, query);
  }

  /** A view is sorted once, so that scrolling shows the page and not this server. */
  private view(query: URLSearchParams): Customer[] {
    const name = [...query].filter(([key]) => key !== "cursor").join();
    if (this.seen.name !== name) this.seen = { name, rows: listed(this.customers, query) };
    return this.seen.rows;
  }

  private customerParts(row: Customer, part: string, query: URLSearchParams): Answer | null {
    const kind = query.get("kind") ?? "all";
    const q = (query.get("q") ?? "").toLowerCase();
    if (part === "contacts") return ok(pageOf(makeContacts(row), query));
    if (part === "timeline") return ok(pageOf(makeTimeline(row).filter((item) => (kind === "all" || item.kind === kind) && item.title.toLowerCase().includes(q)), query));
    if (part === "enrolments") return ok(page(row.id === 2 ? [] : makeEnrolments([row, row, row, row])));
    if (part === "log") return ok(pageOf(makeLog(row).filter((item) => item.text.toLowerCase().includes(q) && (!query.get("workflow") || item.workflow.key === query.get("workflow"))), query));
    if (part === "messages") return ok(pageOf(this.messages.slice(0, 9), query));
    if (part === "points") return ok(pageOf(makePoints(row), query));
    if (part === "feedback") return ok({ ...pageOf(makeFeedback(row), query), now: { level: "Happy", mean: 72, contacts: 3 } });
    return null;
  }

  private importRoutes({ path: [, id, part] }: Asked): Answer | null {
    if (id === undefined) return ok(page(this.customers.length > 0 ? imports : []));
    const one = imports.find((each) => String(each.id) === id);
    if (!one) return null;
    if (part === "faults") return ok(page([{ row: 7, column: "Address", code: "bad_email", reason: "Address is no e-mail address: none" }]));
    return part === "rows" ? ok(page([{ row: 2, whose: "mai@acme.example", values: { name: "Mai Nguyễn" }, reason: null }])) : ok(importDetail(one));
  }

  private scoringRoutes({ method, path: [, part], body }: Asked): Answer {
    if (part === "preview") return ok(ahead);
    if (method === "PUT") this.scoring = saved(this.scoring, body);
    return ok(this.scoring);
  }

  private eventRoutes({ path: [, id], query }: Asked): Answer | null {
    const empty = this.customers.length === 0;
    if (id === "stats") return ok(eventStats(empty));
    if (id === "names") return ok(page(empty ? [] : eventNames));
    const accepted = empty ? [] : Array.from({ length: 240 }, (_, index) => makeEvent(index, this.customers, index * 4_700));
    const all = query.get("status") === "rejected" ? Array.from({ length: empty ? 0 : 9 }, (_, index) => makeRejected(index)) : accepted;
    if (id === undefined) return ok(pageOf(all.filter((event) => (!query.get("name") || event.name === query.get("name")) && (event.customer?.name ?? event.name).toLowerCase().includes((query.get("q") ?? "").toLowerCase())), query));
    const event = [...accepted, ...Array.from({ length: 9 }, (_, index) => makeRejected(index))].find((one) => one.id === id);
    return event ? ok(eventDetail(event, this.customers[0])) : null;
  }

  private workflowRoutes({ path: [, key, part], query }: Asked): Answer | null {
    if (key === undefined) return ok(page(this.workflows));
    const row = this.workflows.find((one) => one.key === key);
    if (!row) return null;
    if (part === "on" || part === "off") row.is_on = part === "on";
    if (part === "qualifying") return ok({ count: 37 });
    if (part === "enrolments") return ok(pageOf(makeEnrolments(this.customers.slice(0, 50)).filter(({ state }) => !query.get("state") || query.get("state") === state), query));
    if (part === "log") return ok(pageOf(this.customers.slice(0, 6).flatMap(makeLog), query));
    if (part === "preview") return ok({ subject: "Your payment did not go through", html: html("Your payment did not go through", "Ines"), text: "Hello", contact: { id: 100, name: "Ines Halvorsen" } });
    return ok(workflowDetail(row));
  }

  private mailRoutes({ path: [, id], query }: Asked): Answer | null {
    const wanted = query.get("audience");
    const rows = this.mail.filter((mail) => (!wanted || (wanted === "team") === (mail.customer === null)) && mail.subject.toLowerCase().includes((query.get("q") ?? "").toLowerCase()));
    if (id === undefined) return ok({ ...pageOf(rows, query), unread: this.mail.filter((mail) => !mail.is_read).length });
    const mail = this.mail.find((one) => one.id === id);
    if (!mail) return null;
    mail.is_read = true;
    return ok(mailDetail(mail));
  }

  private messageRoutes({ path: [, id, part], query }: Asked): Answer | null {
    if (id === undefined) return ok(pageOf(this.messages.filter((one) => (query.get("state") ?? one.state) === one.state), query));
    const message = this.messages.find((one) => one.id === id);
    if (!message) return null;
    if (part === "retry") message.state = "queued";
    if (part === "discard") this.messages = this.messages.filter((one) => one !== message);
    return ok(messageDetail(message));
  }

  private search(q: string): Answer {
    const fits = (name: string) => name.toLowerCase().includes(q.toLowerCase());
    const customers = this.customers.filter(({ name }) => fits(name)).slice(0, 5);
    return ok({ customers: customers.map(({ id, name, plan }) => ({ id, name, hint: plan })), contacts: customers.slice(0, 2).flatMap((row) => makeContacts(row).slice(0, 1)).map(({ id, name, email }) => ({ id, name, email, customer: customers[0] })), workflows: this.workflows.filter(({ name }) => fits(name)) });
  }

  private switchSending(method: string, body: Record<string, unknown>): Answer {
    if (method === "POST") this.sending = { ...this.sending, stopped: body["stopped"] === true, stopped_at: new Date().toISOString(), by: "Ada Lindqvist" };
    return ok(this.sending);
  }

  private make<Row>(method: string, rows: Row[], made: Row): Answer {
    if (method !== "POST") return ok(page(rows));
    rows.push(made);
    return ok(made, 201);
  }

  private keyRoutes(method: string, body: Record<string, unknown>, id: string | undefined): Answer {
    if (method === "DELETE") this.keys = this.keys.filter((key) => String(key.id) !== id);
    if (method === "DELETE") return ok(null, 204);
    return this.make(method, this.keys, { id: this.keys.length + 1, made_by: "Ada Lindqvist", name: String(body["name"]), scopes: (body["scopes"] ?? []) as string[], created_at: new Date().toISOString(), last_used_at: null, key: "pa_8f1e02c7d94b4a6c8e55" });
  }
}

function ok(body: unknown, status = 200): Answer {
  return { status, body };
}

function refuse(status: number, code: string, said: string): Answer {
  return { status, body: { type: "about:blank", title: said, status, detail: said, code, errors: [] } };
}

function page<Row>(items: Row[]) {
  return { items, next_cursor: null, total: items.length };
}

function pageOf<Row>(rows: Row[], query: URLSearchParams) {
  const from = Number(query.get("cursor") ?? 0);
  const to = from + Number(query.get("limit") ?? 40);
  return { items: rows.slice(from, to), next_cursor: to < rows.length ? String(to) : null, total: rows.length };
}

function listed(rows: Customer[], query: URLSearchParams): Customer[] {
  const is = (key: string, test: (row: Customer, value: string) => boolean) => (row: Customer) => !query.get(key) || test(row, query.get(key) ?? "");
  const tests = [
    is("q", (row, q) => `${row.name} ${row.domain}`.toLowerCase().includes(q.toLowerCase())),
    is("tag", (row, tag) => row.tags.includes(tag)),
    is("plan", (row, plan) => row.plan === plan),
    is("kind", (row, kind) => row.kind === kind),
    is("owner", (row, owner) => (owner === "none" ? row.owner === null : String(row.owner?.id) === owner)),
    is("stage", (row, stage) => row.stages[stage.split(":")[0] ?? ""] === stage.split(":")[1]),
    is("inactive", (row) => row.inactive),
  ];
  const by: Record<string, (a: Customer, b: Customer) => number> = { name: (a, b) => a.name.localeCompare(b.name), "-score": (a, b) => b.score - a.score, "-value": (a, b) => Number(b.value?.amount ?? -1) - Number(a.value?.amount ?? -1) };
  const kept = rows.filter((row) => tests.every((test) => test(row)));
  return kept.toSorted(by[query.get("sort") ?? ""] ?? ((a, b) => (b.last_seen_at ?? "").localeCompare(a.last_seen_at ?? "")));
}
