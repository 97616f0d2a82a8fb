/** The forms of the catalogue as the server describes them: flat JSON schemas in the reader's words. */

export type Params = Record<string, unknown>;
export type Choice = { value: unknown; label: string };
export type FieldSpec = {
  title?: string;
  description?: string;
  type?: string;
  format?: string;
  types?: string[];
  nullable?: boolean;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  widget?: string;
  advanced?: boolean;
  /** Shown only while another field says this. */
  shown_with?: string;
  choices?: Choice[];
  items?: FieldSpec | Form;
};
export type Form = { title?: string; required?: string[]; properties?: Record<string, FieldSpec>; oneOf?: Form[] };
/** Something one may choose, with its form. */
export type Block = { key: string; label: string; lang?: string | null; about: string; icon: string; form: Form };
export type FieldFault = { field: string; message: string };

/** What is written when somebody chooses it: what must be there and has a plain value. */
export function begun(form: Form): Params {
  const way = form.oneOf?.[0];
  const own = Object.entries(form.properties ?? {}).filter(([name]) => form.required?.includes(name));
  const made = Object.fromEntries(own.flatMap(([name, field]) => (first(field) === undefined ? [] : [[name, first(field)]])));
  return way ? { ...made, ...begun(way) } : made;
}

/** Its default; a list of things with forms of their own begins with two of them. */
function first({ default: plain, items }: FieldSpec): unknown {
  if (plain !== undefined || !items || !("properties" in items)) return plain;
  return [row(items), row(items)];
}

/** One of a list, as it begins: its ways are there and empty. */
export function row(form: Form): Params {
  const chains = Object.entries(form.properties ?? {}).flatMap(([name, field]) => (field.widget === "steps" ? [[name, []]] : []));
  return { ...begun(form), ...Object.fromEntries(chains) };
}

/** Which of several alternatives is written: the one whose own fields are there. */
export function alternative(form: Form, value: Params): number {
  const ways = form.oneOf ?? [];
  const marks = (way: Form) => (way.required?.length ? way.required : Object.keys(way.properties ?? {}));
  const found = ways.findIndex((way) => marks(way).length > 0 && marks(way).every((name) => name in value));
  const some = found >= 0 ? found : ways.findIndex((way) => marks(way).some((name) => name in value));
  return Math.max(0, some);
}

/** The same thing by another alternative: what belongs to the old one falls away. */
export function withAlternative(form: Form, value: Params, chosen: number): Params {
  const all = new Set((form.oneOf ?? []).flatMap((way) => Object.keys(way.properties ?? {})));
  const kept = Object.fromEntries(Object.entries(value).filter(([name]) => !all.has(name)));
  const way = form.oneOf?.[chosen];
  const shared = Object.keys(way?.properties ?? {}).filter((name) => name in value && !isMark(form, name));
  return { ...kept, ...Object.fromEntries(shared.map((name) => [name, value[name]])), ...(way ? begun(way) : {}) };
}

function isMark(form: Form, name: string): boolean {
  return (form.oneOf ?? []).some((way) => way.required?.includes(name));
}

/** The fields that are shown: the common ones, then those of the alternative that is written. */
export function fieldsOf(form: Form, value: Params): [string, FieldSpec][] {
  const way = form.oneOf?.[alternative(form, value)];
  const all = [...Object.entries(form.properties ?? {}), ...Object.entries(way?.properties ?? {})];
  const said = new Set(Object.values(value).flat());
  return all.filter(([, field]) => field.shown_with === undefined || said.has(field.shown_with));
}

/** A field set, or left out where it says no more than its default. */
export function withField(value: Params, name: string, next: unknown, field: FieldSpec | undefined): Params {
  const rest = without(value, name);
  const plain = next === undefined || (field?.default !== undefined && same(next, field.default) && !(name in value && same(value[name], field.default)));
  return plain ? rest : { ...value, [name]: next };
}

function same(one: unknown, two: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(two);
}

/** What is wrong below a field: "if" hears of "if.all[0].field" too. */
export function faultAt(faults: FieldFault[], name: string): string | undefined {
  return faults.find(({ field }) => field === name || field.startsWith(`${name}.`) || field.startsWith(`${name}[`))?.message;
}

/** The faults within a field, with their paths from there: "names" of a table, "[0].names" of a list. */
export function faultsWithin(faults: FieldFault[], name: string): FieldFault[] {
  const inner = faults.filter(({ field }) => field.startsWith(`${name}.`) || field.startsWith(`${name}[`));
  return inner.map(({ field, message }) => ({ field: field.slice(name.length).replace(/^\./, ""), message }));
}

/** Parameters without some of them. */
export function without(value: Params, ...names: string[]): Params {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
