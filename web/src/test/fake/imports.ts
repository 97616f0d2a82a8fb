/** Made-up imports: one of each state that one meets. */
import type { Import, ImportDetail } from "@/lib/shapes";
import { before, HOUR } from "./dice";

const made = (id: number, state: string, given: Partial<Import>): Import => ({
  id, kind: "customers", state, file_name: `customers ${id}.csv`, size: 1_240_000, made_by: "Ada Lindqvist", made_at: before(id * HOUR), started_at: null, ended_at: null,
  historical: true, row: 0, share: 0, good: 0, bad: 0, taken: 0, refused: 0, made_customers: 0, made_contacts: 0, trouble: "", undone: {}, ...given,
});

export const imports: Import[] = [
  made(4, "uploaded", { file_name: "contacts of the old CRM, exported by somebody in a hurry on the last day of the year before last.csv", kind: "contacts" }),
  made(3, "running", { started_at: before(100), share: 0.42, row: 42_000, good: 99_900, bad: 100, taken: 41_950, refused: 50 }),
  made(2, "checked", { good: 1_180, bad: 12 }),
  made(1, "done", { started_at: before(HOUR), ended_at: before(0.9 * HOUR), good: 312, taken: 312, made_customers: 300 }),
];

export function importDetail(one: Import): ImportDetail {
  return {
    ...one,
    encoding: "utf-8",
    separator: ",",
    quote: '"',
    columns: [
      { name: "Full name", samples: ["Mai Nguyễn", "Bo Berg"] },
      { name: "Address", samples: ["mai@acme.example", "bo@beta.example"] },
    ],
    fields: [
      { key: "user_id", label: "User id", type: "id", identifies: true },
      { key: "email", label: "E-mail", type: "email", identifies: true },
      { key: "name", label: "Name", type: "text", identifies: false },
    ],
    mapping: { columns: [{ column: 0, to: "name", name: "", type: "text" }, { column: 1, to: "trait", name: "Address", type: "text" }], event: "", zone: "UTC", is_day_first: false, has_decimal_comma: false },
    is_remembered: false,
  };
}
