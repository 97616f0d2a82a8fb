/** Made-up customers with everything their record shows. */
import type { Contact, Customer, CustomerDetail, Facets, Pipeline, TimelineItem } from "@/lib/shapes";
import { before, DAY, dice, HOUR } from "./dice";
import { company, person, slug } from "./names";
import { team } from "./team";

const PLANS = ["Starter", "Team", "Business", "Enterprise"] as const;
const FEATURES = ["Forecasts", "Route export", "Dashboards", "Price lists", "Reports", "Calendars"] as const;
const BILLING = ["Active Subscription", "Subscription Failed", "Subscription Churned"];
const LOGIN = ["Active", "Active within a week", "Inactive (1 week)", "2 weeks", "3 weeks", "1 month"];

export function makeCustomers(count: number): Customer[] {
  return Array.from({ length: count }, (_, index) => makeCustomer(index));
}

function makeCustomer(index: number): Customer {
  const chance = dice(index + 11);
  const name = company(index, chance);
  const alone = index % 17 === 9;
  const silent = chance.between(0, 40) * chance.next();
  const inactive = silent > 9;
  const failed = chance.chance(0.08);
  const value = chance.between(8, 600) * 100;
  const tags = ["Active SaaS", ...(failed ? ["Payment Failed"] : []), ...(inactive ? ["Inactive"] : []), ...(chance.chance(0.4) ? [`Active on ${chance.pick(FEATURES)}`] : [])];
  return {
    id: index + 1,
    name: alone ? person(chance) : name,
    kind: alone ? "implicit" : "account",
    domain: alone ? "" : `${slug(name)}.example`,
    plan: index === 3 ? "" : chance.pick(PLANS),
    value: alone || index % 29 === 5 ? null : { amount: `${value}.00`, currency: "USD" },
    owner: index % 7 === 4 ? null : pickOwner(index),
    contacts: alone ? 1 : chance.between(1, 48),
    score: chance.between(-50, 1400),
    last_seen_at: index % 31 === 30 ? null : before(silent * DAY + index * 1000),
    created_at: before((40 + chance.between(0, 900)) * DAY),
    tags,
    stages: { "Subscription & Billing": BILLING[failed ? 1 : 0] ?? "", ...(chance.chance(0.8) ? { "Customer Journey": "Adoption" } : {}) },
    inactive,
    fields: {},
  };
}

function pickOwner(index: number): { id: number; name: string } {
  const member = team[index % 3] ?? { id: 1, name: "Linh Dao" };
  return { id: member.id, name: member.name };
}

export function detail(row: Customer): CustomerDetail {
  const index = (row.id - 1);
  const chance = dice(index + 71);
  const own = Math.round(row.score * 0.3);
  return {
    ...row,
    website: row.domain && `https://${row.domain}`,
    industry: chance.pick(["Logistics", "Health care", "Finance", "Hospitality", ""]),
    employees: chance.chance(0.8) ? chance.between(4, 2400) : null,
    zone: chance.pick(["Europe/Oslo", "Asia/Ho_Chi_Minh", "America/New_York", ""]),
    since: row.created_at,
    renews_at: row.value && new Date(Date.now() + chance.between(5, 300) * DAY).toISOString(),
    subscription_status: row.value ? "active" : null,
    traits: [
      { name: "billing_city", label: "billing_city", value: "Oslo", at: before(30 * DAY) },
      { name: "uses_sso", label: "uses_sso", value: true, at: before(30 * DAY) },
      { name: "warehouses", label: "warehouses", value: 12, at: before(9 * DAY) },
    ],
    features: index === 1 ? [] : FEATURES.map((feature, at) => ({ feature, seconds: Math.round(52_000 / (at + 1.3)) + chance.between(0, 900), uses: chance.between(3, 320), first_at: before(200 * DAY), last_at: before(at * 3 * DAY + HOUR) })),
    seats: { active_28d: Math.ceil(row.contacts * 0.6), total: index % 5 === 1 ? null : row.contacts + 12 },
    usage: index === 1 ? [] : Array.from({ length: 90 }, (_, day) => ({ day: before((89 - day) * DAY).slice(0, 10), count: day % 7 > 4 ? chance.between(0, 6) : chance.between(8, 60 - (day > 70 && row.inactive ? 50 : 0)), seconds: 900 })).filter(({ count }) => count > 0),
    points: {
      total: row.score,
      own,
      contacts: row.score - own,
      by_reason: [
        { reason: "Time on a feature", points: row.score - 180, count: 14 },
        { reason: "Login in a month", points: 180, count: 6 },
        { reason: "Payment succeeded", points: 50, count: 1 },
        { reason: "Payment failed", points: -50, count: 1 },
      ],
    },
    primary_contact_id: row.id * 100,
    formerly: index === 0 ? [{ id: 41, name: "Halden Spedisjon AS" }] : [],
    full_of: [],
    parked: index === 3 ? { reason: "Payment Succeeded: amount 'twelve' is no number", since: before(2 * HOUR), waiting: 14 } : null,
  };
}

export function makeContacts(row: Customer): Contact[] {
  return Array.from({ length: row.contacts }, (_, index) => {
    const chance = dice((row.id - 1) * 100 + index);
    const name = row.kind === "implicit" ? row.name : person(chance);
    return {
      id: row.id * 100 + index,
      name,
      email: index === 3 ? "" : `${slug(name).replaceAll("-", ".")}@${row.domain || "mail.example"}`,
      phone: chance.chance(0.3) ? "+47 22 12 34 56" : "",
      title: chance.pick(["Head of dispatch", "IT manager", "CFO", "Operations", ""]),
      roles: index === 1 ? ["champion"] : index === 2 ? ["billing"] : [],
      zone: "Europe/Oslo",
      language: chance.pick(["en", "vi", ""]),
      score: chance.between(0, 400),
      last_seen_at: index % 6 === 5 ? null : before(chance.between(0, 20) * DAY + HOUR),
      created_at: before(200 * DAY),
      tags: chance.chance(0.4) ? ["Active on Forecasts", "Starter User"] : [],
      stages: { "User Login Activity": chance.pick(LOGIN), "Product Adoption": "Forecasts, Reports" },
      fields: {},
    consent: { success: "given", product_news: "withdrawn", surveys: "unknown" },
      inactive: chance.chance(0.1),
    };
  });
}

export const pipelines: Pipeline[] = [
  laidOut("Subscription & Billing", "customer", BILLING),
  laidOut("Customer Journey", "customer", ["Onboarding", "Adoption", "Renewal"]),
  laidOut("User Login Activity", "contact", LOGIN),
  { ...laidOut("Product Adoption", "contact", []), has_several: true },
];

function laidOut(name: string, subject: "customer" | "contact", stages: string[]): Pipeline {
  const columns = stages.map((stage) => ({ key: stage, name: stage, tone: "quiet" as const, is_archived: false }));
  return { key: name, name, subject, stages, columns, has_several: false, is_shipped: true, is_archived: false };
}

export function facets(rows: Customer[]): Facets {
  const tally = (values: (string | null)[]) => [...Map.groupBy(values.filter((value) => value !== null), (value) => value)].map(([value, all]) => ({ value, count: all.length })).toSorted((a, b) => b.count - a.count);
  const stages = Object.entries({ "Subscription & Billing": BILLING, "Customer Journey": ["Onboarding", "Adoption", "Renewal"] });
  return {
    plans: tally(rows.map(({ plan }) => plan)),
    tags: tally(rows.flatMap(({ tags }) => tags)),
    stages: stages.flatMap(([pipeline, names]) => names.map((stage) => ({ pipeline, stage, count: rows.filter((row) => row.stages[pipeline] === stage).length }))),
    owners: team.slice(0, 3).map(({ id, name }) => ({ id, name, count: rows.filter((row) => row.owner?.id === id).length })),
  };
}

const STORY: [string, string, string, string, string | null][] = [
  ["workflows", "tag", "added the tag \u201cActive on Forecasts\u201d", "Because Ines Halvorsen has spent 7 minutes on Forecasts", "c1_used_feature_team"],
  ["usage", "usage", "Ines Halvorsen used Forecasts for 9 min", "", null],
  ["messages", "mail", "sent \u201cMore out of Forecasts\u201d to Ines Halvorsen", "Delivered; opened after 12 min", "c1_used_feature"],
  ["billing", "payment", "Payment of $4,000 succeeded", "Invoice 2026-1180", null],
  ["workflows", "stage", "moved Subscription & Billing to Active Subscription", "It was Subscription Failed", "e1_payments_team"],
  ["billing", "payment_failed", "Payment of $4,000 failed", "The card has expired", null],
  ["people", "person", "Linh Dao set the owner to Linh Dao", "It was Nobody", null],
  ["usage", "login", "Erik Solberg signed in", "First time in 12 days", null],
  ["messages", "mail", "held \u201cDay 14: how is it going?\u201d for Erik Solberg", "Held: one message today already; free again tomorrow, 08:00", "i1_check_ins"],
];

export function makeTimeline(row: Customer): TimelineItem[] {
  const count = row.id === 2 ? 0 : 120;
  return Array.from({ length: count }, (_, index) => {
    const [kind, icon, title, text, key] = STORY[index % STORY.length] ?? ["usage", "usage", "", "", null];
    return { id: `${row.id}-t${index}`, at: before(index * 5.3 * HOUR + 600_000), kind, icon, title, text, contact: null, workflow: key === null ? null : { key, name: WORKFLOW_NAMES[key] ?? key }, event_id: `e${index}`, message_id: null, late: false };
  });
}

export const WORKFLOW_NAMES: Record<string, string> = {
  a1_new_account: "Welcome to a new account",
  a1_new_account_team: "New account: tell the team",
  c1_used_feature: "Tips for a feature in use",
  c1_used_feature_team: "Feature in use: tag and score",
  d1_inactive: "We miss you",
  d1_inactive_team: "Inactive: tell the team",
  e1_payments: "Payments: thanks and help",
  e1_payments_team: "Payments: stage, tag and score",
  i1_check_ins: "Check-ins, day 1 to 90",
};
