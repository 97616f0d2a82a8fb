/** Made-up workflows, their steps, enrolments and run log. */
import type { Customer, Enrolment, RunLogEntry, Step, Template, Workflow, WorkflowDetail } from "@/lib/shapes";
import { WORKFLOW_NAMES } from "./customers";
import { before, DAY, dice, HOUR } from "./dice";

const TRIGGERS: Record<string, string> = { a1: "An account signs up", c1: "7 minutes or more on a feature", d1: "No sign-in for 7 days", e1: "A payment succeeds or fails", i1: "Days 1 to 90 after the start" };
const ABOUT: Record<string, string> = { a1: "The first letter: clear next steps, quick wins and how to reach a person.", c1: "Offers help for the feature somebody has begun to use.", d1: "What they miss, what is new and a link to sign in.", e1: "Thanks for a payment, help when one fails.", i1: "Eight check-ins in ninety days; stops when the customer answers." };

export function makeWorkflows(): Workflow[] {
  return Object.entries(WORKFLOW_NAMES).map(([key, name], index) => {
    const chance = dice(index + 5);
    const team = key.endsWith("_team");
    const group = key.slice(0, 2);
    const isOn = team || index % 2 === 0;
    const entered = isOn ? chance.between(12, 400) : 0;
    return {
      key,
      name,
      description: ABOUT[group] ?? "",
      audience: team ? "internal_notification" : "customer_touch",
      group,
      subject: group === "a1" || group === "e1" ? "customer" : "contact",
      is_on: isOn,
      version: 1 + (index % 3),
      switched_on_at: isOn ? before(40 * DAY) : null,
      trouble: "",
      paused: null,
      is_shipped: true,
      has_draft: false,
      numbers: { left: 0, entered, active: Math.round(entered * 0.2), done: Math.round(entered * 0.75), sent: Math.round(entered * 0.9), held: Math.round(entered * 0.06), failed: index === 4 ? 2 : 0 },
      trigger_label: TRIGGERS[group] ?? "",
      entered_by_day: Array.from({ length: 30 }, () => (isOn ? chance.between(0, 18) : 0)),
    };
  });
}

const step = (id: string, kind: Step["kind"], label: string, detail: string, icon: string, numbers: Partial<Step["numbers"]>, branches: Step["branches"] = []): Step => ({ id, kind, key: icon, label, detail, icon, template: null, numbers: counted(numbers), branches });

function counted(numbers: Partial<Step["numbers"]>): Step["numbers"] {
  return { entered: 0, waiting: 0, sent: 0, held: 0, failed: 0, left: 0, opened: 0, clicked: 0, ...numbers };
}

function steps(): Step[] {
  return [
    step("s1", "branch", "How did the payment end?", "By the event's name", "arrows-split", { entered: 184 }, [
      { label: "Succeeded", numbers: counted({ entered: 166 }), steps: [step("s2", "action", "E-mail: thank you", "To the billing contact", "mail", { sent: 160, held: 6 })] },
      {
        label: "Failed",
        numbers: counted({ entered: 18 }),
        steps: [
          step("s3", "action", "E-mail: what failed", "To the billing contact", "mail", { sent: 17, held: 1 }),
          step("s4", "wait", "Wait 3 days", "or until a payment succeeds", "clock-pause", { waiting: 4 }),
          step("s5", "action", "E-mail: once more", "Only while it is still unpaid", "mail", { sent: 5 }),
        ],
      },
    ]),
    step("s6", "action", "Add points", "+50 or \u221250", "star", { entered: 180 }),
    step("s7", "goal", "Goal: payment succeeded", "Leaves early when reached", "flag", { entered: 171 }),
  ];
}

const BODY = "Hello {{ contact.first_name }},\n\nyour payment of {{ event.amount }} for {{ customer.name }} did not go through: {{ event.reason }}.\n\nYou can change the card here: {{ links.billing }}\n\nThank you,\n{{ owner.name }}";

function templates(): Template[] {
  const one = (key: string, stepId: string, subject: string, body: string, language = "en", edited = false): Template => ({ key, language, channel: "email", subject, body, short: "", topic: "transactional", step_id: stepId, is_edited: edited });
  return [
    one("thanks", "s2", "Thank you, {{ contact.first_name }}", "Hello {{ contact.first_name }},\n\nwe received your payment. Thank you for staying with us."),
    one("thanks", "s2", "Cảm ơn {{ contact.first_name }}", "Chào {{ contact.first_name }},\n\nchúng tôi đã nhận được khoản thanh toán. Cảm ơn bạn.", "vi"),
    one("failed", "s3", "Your payment did not go through", BODY, "en", true),
    one("again", "s5", "Still unpaid: can we help?", BODY),
  ];
}

export function workflowDetail(row: Workflow): WorkflowDetail {
  return {
    ...row,
    when: "",
    trigger: { icon: "credit-card", key: "payment", label: row.trigger_label, params: { events: ["Payment Succeeded", "Payment Failed"] } },
    re_entry: "every_time",
    exits: [],
    goal: null,
    steps: steps(),
    messages: templates(),
    rules: [
      { label: "Quiet hours", value: "20:00 to 08:00 in the contact\u2019s zone" },
      { label: "Caps", value: "Does not count: transactional" },
      { label: "If it cannot be sent", value: "Tell the owner and go on" },
      { label: "Re-entry", value: "Every time, once a payment" },
    ],
    qualifying: row.is_on ? null : 37,
  };
}

export function makeEnrolments(about: Customer[]): Enrolment[] {
  const keys = Object.keys(WORKFLOW_NAMES);
  const states = ["waiting", "active", "done", "left", "stopped"] as const;
  return about.map((customer, index) => {
    const key = keys[(index * 4 + 8) % keys.length] ?? "i1_check_ins";
    const state = states[index % states.length] ?? "active";
    return {
      id: `n${index}`,
      workflow: { key, name: WORKFLOW_NAMES[key] ?? key },
      audience: key.endsWith("_team") ? "internal_notification" : "customer_touch",
      entered_on: "Feature Used",
      state,
      step: 1 + (index % 3),
      steps: 4,
      step_label: state === "waiting" ? "Wait until day 28" : "E-mail: how is it going?",
      entered_at: before((index + 3) * DAY),
      waits_until: state === "waiting" ? before(-3 * DAY) : null,
      ended_at: state === "waiting" || state === "active" ? null : before((index + 1) * DAY),
      reason: state === "left" ? "The goal was reached: payment succeeded" : state === "stopped" ? "Stopped by Linh Dao" : "",
      customer: { id: customer.id, name: customer.name },
      contact: null,
    };
  });
}

export function makeLog(customer: Customer): RunLogEntry[] {
  const entry = (index: number, key: string, outcome: RunLogEntry["outcome"], text: string, why: RunLogEntry["why"], stepName: string | null = null): RunLogEntry => ({
    id: `${customer.id}-l${index}`,
    at: before(index * 7 * HOUR + 240_000),
    workflow: { key, name: WORKFLOW_NAMES[key] ?? key },
    step: stepName,
    outcome,
    text,
    steps: [],
    why,
    event_id: `e${index}`,
    contact: { id: customer.id * 100, name: "Ines Halvorsen" },
    customer: { id: customer.id, name: customer.name },
    message_id: outcome === "sent" || outcome === "held" ? "msg1" : null,
  });
  const minutes = { text: "Minutes on Forecasts at least 7", saw: "it was 9.4", label: "Minutes on Forecasts", op: "at least", expected: 7, seen: 9.4, passed: true };
  return [
    entry(0, "c1_used_feature", "sent", "Sent \u201cMore out of Forecasts\u201d to Ines Halvorsen", [{ text: "Consent for Success is not withdrawn", saw: "it was given", label: "Consent for Success", op: "is not", expected: "withdrawn", seen: "given", passed: true }, { text: "Messages today below 1", saw: "it was 0", label: "Messages today", op: "below", expected: 1, seen: 0, passed: true }], "E-mail: tips"),
    entry(1, "c1_used_feature", "entered", "Entered, because the trigger fired and all conditions held", [minutes, { text: "Already had tips for Forecasts is false", saw: "it was false", label: "Already had tips for Forecasts", op: "is", expected: false, seen: false, passed: true }]),
    entry(2, "d1_inactive", "not_entered", "Did not enter: one condition did not hold", [{ text: "Days since the last sign-in at least 7", saw: "it was 2", label: "Days since the last sign-in", op: "at least", expected: 7, seen: 2, passed: false }, { text: "Tag Inactive is missing", saw: "nothing was known", label: "Tag Inactive", op: "is missing", expected: null, seen: null, passed: true }]),
    entry(3, "i1_check_ins", "held", "Held \u201cDay 14: how is it going?\u201d: one message today already; free again tomorrow, 08:00", [{ text: "Messages today below 1", saw: "it was 1", label: "Messages today", op: "below", expected: 1, seen: 1, passed: false }], "E-mail: day 14"),
    entry(4, "i1_check_ins", "waiting", "Waits until Monday, 09:00 in the contact\u2019s zone", [], "Wait"),
    entry(5, "e1_payments_team", "done", "Moved Subscription & Billing to Active Subscription", [], "Move stage"),
    entry(6, "a1_new_account_team", "skipped", "Skipped: the customer has an owner already", [{ text: "Owner is missing", saw: "it was Linh Dao", label: "Owner", op: "is missing", expected: null, seen: "Linh Dao", passed: false }], "Assign the owner"),
    entry(7, "e1_payments", "left", "Left early: the goal was reached", [{ text: "Last payment is succeeded", saw: "it was succeeded", label: "Last payment", op: "is", expected: "succeeded", seen: "succeeded", passed: true }]),
  ];
}
