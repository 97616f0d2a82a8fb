/** What was refused at fields of a connection's settings. */
import { Problem } from "@/lib/http";
import type { FieldFault } from "@/ui/schema-form/schema";

export function settingFaults(error: Error | null): FieldFault[] {
  if (!(error instanceof Problem)) return [];
  return error.fields.flatMap(({ field, message }) => (field.startsWith("body.settings.") ? [{ field: field.slice("body.settings.".length), message }] : []));
}
