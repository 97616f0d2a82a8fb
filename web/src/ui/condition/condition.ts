/** A condition while somebody writes it: a tree of groups and rows with ids of their own, read from and written to the server's form. */

export type Tree = Record<string, unknown>;
export type Shape = "number" | "moment" | "flag" | "text" | "choice" | "list";
export type Widget = "none" | "number" | "days" | "moment" | "text" | "texts" | "choice" | "choices" | "flag";
export type Operator = { op: string; before: string; after: string; widget: Widget };
export type AskedField = { field: string; label: string; group: string; shape: Shape; operators: Operator[]; choices: string[]; called?: Record<string, string> };

export type Join = "all" | "any" | "none" | "not_all";
export type Row = { id: number; field: string; op: string; value: unknown; not: boolean };
export type Group = { id: number; join: Join; of: Node[] };
/** A ready-made condition of the catalogue, with its parameters. */
export type Chosen = { id: number; key: string; params: Tree; not: boolean };
export type Node = Row | Group | Chosen;

let last = 0;
const next = () => ++last;

export function isGroup(node: Node): node is Group {
  return "join" in node;
}

export function isChosen(node: Node): node is Chosen {
  return "params" in node;
}

export function chosen(key: string, params: Tree): Chosen {
  return { id: next(), key, params, not: false };
}

export function emptyRow(): Row {
  return { id: next(), field: "", op: "", value: undefined, not: false };
}

export function emptyGroup(join: Join = "all"): Group {
  return { id: next(), join, of: [emptyRow()] };
}

/** Reads the server's form; the outermost is always a group, so that something can be added. */
export function fromTree(tree: Tree | undefined): Group {
  if (tree === undefined) return emptyGroup();
  const node = read(tree);
  return isGroup(node) ? node : { id: next(), join: "all", of: [node] };
}

function read(tree: Tree): Node {
  if (Array.isArray(tree["all"])) return { id: next(), join: "all", of: (tree["all"] as Tree[]).map(read) };
  if (Array.isArray(tree["any"])) return { id: next(), join: "any", of: (tree["any"] as Tree[]).map(read) };
  if (tree["not"] !== undefined) return negated(read(tree["not"] as Tree));
  if (typeof tree["key"] === "string") {
    const { key, ...params } = tree;
    return { ...chosen(String(key), params) };
  }
  return { id: next(), field: String(tree["field"] ?? ""), op: String(tree["op"] ?? ""), value: tree["value"], not: false };
}

const OPPOSITE: Record<Join, Join> = { all: "not_all", not_all: "all", any: "none", none: "any" };

function negated(node: Node): Node {
  return isGroup(node) ? { ...node, join: OPPOSITE[node.join] } : { ...node, not: !node.not };
}

export function toTree(node: Node): Tree {
  if (isChosen(node)) return node.not ? { not: { key: node.key, ...node.params } } : { key: node.key, ...node.params };
  if (!isGroup(node)) {
    const bare = node.value === undefined ? { field: node.field, op: node.op } : { field: node.field, op: node.op, value: node.value };
    return node.not ? { not: bare } : bare;
  }
  const of = node.of.map(toTree);
  const inner = node.join === "all" || node.join === "not_all" ? { all: of } : { any: of };
  return node.join === "all" || node.join === "any" ? inner : { not: inner };
}

/** Whether every row says something whole, so that it can be counted. */
export function isWhole(node: Node, fields: AskedField[]): boolean {
  if (isChosen(node)) return true;
  if (isGroup(node)) return node.of.length > 0 && node.of.every((part) => isWhole(part, fields));
  const widget = operatorOf(node, fields)?.widget;
  if (!node.field || !node.op) return false;
  return widget === "none" || isValue(node.value);
}

function isValue(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return false;
  return !Array.isArray(value) || value.length > 0;
}

export function operatorOf(row: Row, fields: AskedField[]): Operator | undefined {
  return fields.find(({ field }) => field === row.field)?.operators.find(({ op }) => op === row.op);
}

/** Another field keeps the operator and value where they still fit, and begins anew where not. */
export function withField(row: Row, field: AskedField): Row {
  const same = field.operators.find(({ op }) => op === row.op);
  const operator = same ?? field.operators[0];
  const keeps = same !== undefined && fits(operator?.widget, row.value);
  return { ...row, field: field.field, op: operator?.op ?? "", value: keeps ? row.value : first(operator?.widget) };
}

export function withOperator(row: Row, operator: Operator): Row {
  return { ...row, op: operator.op, value: fits(operator.widget, row.value) ? row.value : first(operator.widget) };
}

function first(widget: Widget | undefined): unknown {
  return widget === "flag" ? true : undefined;
}

function fits(widget: Widget | undefined, value: unknown): boolean {
  if (widget === "none") return value === undefined;
  if (widget === "number" || widget === "days") return typeof value === "number";
  if (widget === "flag") return typeof value === "boolean";
  if (widget === "texts" || widget === "choices") return Array.isArray(value);
  if (widget === "moment") return typeof value === "string" && /^\d{4}-\d{2}-\d{2}/.test(value);
  return typeof value === "string";
}

/** The tree with one node changed, or taken out when `change` gives null. A group that loses its last part goes too. */
export function changed(root: Group, id: number, change: (node: Node) => Node | null): Group {
  const walked = walk(root, id, change);
  return walked !== null && isGroup(walked) ? walked : { ...root, of: [emptyRow()] };
}

function walk(node: Node, id: number, change: (node: Node) => Node | null): Node | null {
  if (node.id === id) return change(node);
  if (!isGroup(node)) return node;
  const of = node.of.map((part) => walk(part, id, change)).filter((part) => part !== null);
  return of.length === 0 ? null : { ...node, of };
}
