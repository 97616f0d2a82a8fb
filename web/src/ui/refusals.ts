/** What the server refused of a form: at the field it names, or besides all fields. */
import { Problem } from "@/lib/http";
import { t } from "@/lib/t";
import { reason } from "./states";

/** What a refused form says at a field; undefined when another is at fault. */
export function atField(error: Error | null, ...fields: string[]): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  return error.fields.find(({ field }) => fields.includes(bare(field)))?.message;
}

/** What belongs to none of these fields. */
export function besides(error: Error | null, ...fields: string[]): string | undefined {
  if (error === null) return undefined;
  if (error instanceof Problem && error.status === 429) return t("Too many tries. Wait {n} seconds, then try again.", { n: error.retryAfter ?? 60 });
  const placed = error instanceof Problem && error.fields.length > 0 && error.fields.every(({ field }) => fields.includes(bare(field)));
  return placed ? undefined : reason(error);
}

function bare(field: string): string {
  return field.replace(/^body\./, "").split(".")[0] ?? "";
}
