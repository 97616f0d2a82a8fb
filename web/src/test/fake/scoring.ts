/** Made-up points, milestones, features and feedback. */
import type { Customer, Feature, FeatureHouse, GivenFeedback, PointsEntry, Scoring, ScoringPreview } from "@/lib/shapes";
import { before, DAY, HOUR } from "./dice";

const rule = (key: string, name: string, step: string, reason: string, points: number, group = "c1"): Scoring["rules"][number] => ({ workflow: { key, name }, step, group, subject: group === "e1" ? "customer" : "contact", is_on: true, reason, points, shipped: points });

export const scoring: Scoring = {
  rules: [
    rule("new_user_team", "Take in a new user", "score", "Joined the account", 30, "a2"),
    rule("feedback_team", "Record feedback", "score_very_happy", "Said they are very happy", 50, "b2"),
    rule("feature_time_30", "Points for 30 minutes on a feature", "score", "30 minutes on a feature", 30),
    rule("payment_failed_team", "Record a failed payment", "score", "Payment failed", -50, "e1"),
  ],
  milestones: [
    { name: "Starter User", score: 300, shipped: 300 },
    { name: "Moderate User", score: 600, shipped: 600 },
    { name: "Pro User", score: 900, shipped: 900 },
    { name: "Advanced User", score: 1200, shipped: 1200 },
  ],
  high_value: { percent: 20, amount: null, currency: "EUR", starts_at: [{ amount: "15480.00", currency: "EUR" }] },
  recalculation: null,
};

export const ahead: ScoringPreview = {
  contacts: 312,
  scores: 1890,
  moves: [
    { before: null, after: "Starter User", contacts: 240 },
    { before: "Starter User", after: "Moderate User", contacts: 72 },
  ],
};

export function saved(now: Scoring, body: Record<string, unknown>): Scoring {
  const given = (Array.isArray(body["rules"]) ? body["rules"] : []) as { workflow: string; step: string; points: number }[];
  const rules = now.rules.map((one) => ({ ...one, points: given.find(({ workflow, step }) => workflow === one.workflow.key && step === one.step)?.points ?? one.points }));
  const recalculation = body["recalculate"] === true ? { id: 1, asked_by: "Mai Tran", asked_at: before(0), done: 0.4, changed: 121, finished_at: null, failure: "" } : now.recalculation;
  return { ...now, rules, recalculation };
}

const names = ["Automations", "Dashboard", "Forecasts", "Integrations", "Invoices", "Mobile app", "Reports", "Team inbox"];
export const features: Feature[] = names.map((name, place) => ({ name, unused_days: place % 3 === 0 ? 14 : null, is_watched: place !== 5, minutes: (place === 6 ? { feature_time_30: 20 } : {}) as Record<string, number>, active_contacts: 40 + place * 13, first_seen_at: before(90 * DAY) }));
export const house: FeatureHouse = {
  unused_days: 30,
  recheck_days: 45,
  marks: [
    { workflow: "feature_active", label: "Mark a feature in use", minutes: 7, points: 0 },
    { workflow: "feature_time_30", label: "Points for 30 minutes on a feature", minutes: 30, points: 30 },
    { workflow: "feature_time_60", label: "Points for 60 minutes on a feature", minutes: 60, points: 60 },
  ],
  points: "add_up",
  worths: [30, 60],
};

export function makePoints(row: Customer): PointsEntry[] {
  return ["Logged in in 2026-11", "30 minutes on Reports", "Payment succeeded", "Payment failed"].map((reason, place) => ({
    id: `1-${place}`,
    points: place === 3 ? -50 : 30 + 10 * place,
    reason,
    at: before(place * 9 * HOUR),
    contact: place < 2 ? { id: row.id * 10, name: "Anna Berg" } : null,
    workflow: { key: "payment_succeeded_team", name: "Record a payment" },
    event_id: `1-${700 + place}`,
    corrects: false,
  }));
}

export function makeFeedback(row: Customer): GivenFeedback[] {
  if (row.id === 2) return [];
  return (["Happy", "Not Happy", "Very Happy"] as const).map((level, place) => ({ id: `1-${place}`, at: before(place * 20 * DAY), contact: { id: row.id * 10 + place, name: place === 1 ? "Nguyễn Thị Hồng Nhung" : "Anna Berg" }, level, nps: place === 2 ? 9 : null, text: place === 1 ? "The import stops at half, and nobody has time to look." : "", was_asked: place === 2 }));
}
