/** Made-up mail, delivered and not delivered. */
import type { Customer, Mail, MailDetail, Message, MessageDetail } from "@/lib/shapes";
import { WORKFLOW_NAMES } from "./customers";
import { before, dice, HOUR } from "./dice";
import { person, slug } from "./names";

const SUBJECTS = ["Welcome to Northwind: three things for today", "More out of Forecasts", "Your payment did not go through", "Day 14: how is it going?", "4 new accounts this hour", "Chào mừng bạn đến với Northwind", "Halden Logistics: payment failed"] as const;
const KEYS = ["a1_new_account", "c1_used_feature", "e1_payments", "i1_check_ins", "a1_new_account_team", "a1_new_account", "e1_payments_team"] as const;

export function html(subject: string, name: string): string {
  return `<div style="max-width:560px"><h1 style="font-size:20px">${subject}</h1><p>Hello ${name},</p><p>your team has used <b>Forecasts</b> for nine minutes today. Three things make it worth more:</p><ol><li>Save a forecast as a report, so that others find it.</li><li>Let it run every Monday at 08:00.</li><li>Compare it with last year in one click.</li></ol><p><a href="https://northwind.example/help/forecasts">Read the two-minute guide</a> or answer this mail: a person reads it.</p><img src="https://northwind.example/open.gif" alt=""><p>Linh Dao<br>Northwind</p><hr><p style="font-size:12px;color:#5f685c">You get this because you use Northwind. <a href="https://northwind.example/u/1">Unsubscribe</a></p></div>`;
}

export function makeMail(customers: Customer[]): Mail[] {
  return customers.slice(0, 80).map((customer, index) => {
    const key = KEYS[index % KEYS.length] ?? "a1_new_account";
    const team = key.endsWith("_team");
    const name = team ? "Linh Dao" : person(dice(index + 400));
    return {
      id: `mail${index}`,
      audience: team ? "team" : "customer",
      at: before(index * 1.7 * HOUR + 300_000),
      from: "success@northwind.example",
      to: team ? "linh@northwind.example" : `${slug(name).replaceAll("-", ".")}@${customer.domain || "mail.example"}`,
      to_name: name,
      subject: SUBJECTS[index % SUBJECTS.length] ?? "",
      snippet: "Your team has used Forecasts for nine minutes today. Three things make it worth more.",
      customer: team ? null : { id: customer.id, name: customer.name },
      workflow: { key, name: WORKFLOW_NAMES[key] ?? key },
      is_read: index > 4,
    };
  });
}

export function mailDetail(mail: Mail): MailDetail {
  return { ...mail, calendar: "", html: html(mail.subject, mail.to_name ?? "you"), text: "Hello,\n\nyour team has used Forecasts.", headers: [["Message-ID", `<${mail.id}@northwind.example>`], ["List-Unsubscribe", "<https://northwind.example/u/1>"], ["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"]] };
}

export function makeMessages(customers: Customer[]): Message[] {
  const states = ["sent", "sent", "held", "queued", "sent", "failed", "unknown"] as const;
  const reasons: Record<string, string> = { held: "No consent: withdrew from Success on 12 November", queued: "Quiet hours in Oslo until 08:00", failed: "The mail server refused the address: 550 no such user", unknown: "The connection ended before the mail server answered" };
  return customers.slice(0, 60).map((customer, index) => {
    const state = states[index % states.length] ?? "sent";
    const key = KEYS[index % 4] ?? "a1_new_account";
    const name = person(dice(index + 400));
    return {
      id: `msg${index}`,
      channel: "email",
      audience: "customer",
      reason_code: null,
      to: `${slug(name)}@${customer.domain || "mail.example"}`,
      to_name: name,
      customer: { id: customer.id, name: customer.name },
      contact: { id: customer.id * 100, name },
      member: null,
      subject: SUBJECTS[index % 4] ?? "",
      state,
      reason: reasons[state] ?? null,
      next_at: state === "queued" ? before(-9 * HOUR) : null,
      created_at: before(index * 2.1 * HOUR),
      sent_at: state === "sent" ? before(index * 2.1 * HOUR - 4000) : null,
      workflow: { key, name: WORKFLOW_NAMES[key] ?? key },
      topic: "success",
      marks: state === "sent" ? ["delivered", "opened"] : [],
    };
  });
}

export function messageDetail(message: Message): MessageDetail {
  return { ...message, html: html(message.subject, message.to_name ?? "you"), text: "Hello", headers: [["Message-ID", `<${message.id}@northwind.example>`]], attempts: message.state === "sent" ? [{ at: message.created_at, result: "250 accepted" }] : [], became: message.marks.map((mark) => ({ mark, at: message.created_at, detail: "" })), why: message.reason };
}
