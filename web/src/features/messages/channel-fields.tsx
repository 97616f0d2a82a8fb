/** The fields of a channel's provider, drawn from what its entry says; a secret is written and never shown. */
import { PasswordInput, Select, Switch, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { Problem } from "@/lib/http";
import type { ChannelField, ChannelWay } from "@/lib/shapes";
import { t } from "@/lib/t";
import classes from "./channels.module.css";
import type { Given } from "./use-channels";

/** `children` stand between what everybody fills in and what hardly anybody does. */
export function ChannelFields({ way, error, children }: { way: ChannelWay; error: Error | null; children?: ReactNode }) {
  const draw = (field: ChannelField) => <Field key={field.name} field={field} error={fieldError(error, field.name)} />;
  const advanced = way.fields.filter((one) => one.is_advanced);
  const opened = advanced.some(({ name }) => fieldError(error, name) !== undefined);
  return (
    <>
      {way.fields.filter((one) => !one.is_advanced).map(draw)}
      {children}
      {advanced.length > 0 && (
        // Its fields stay in the form while it is closed, so that what they say is sent.
        <details className={classes.more} open={opened || undefined}>
          <summary>{t("More settings")}</summary>
          <div className={classes.form}>{advanced.map(draw)}</div>
        </details>
      )}
    </>
  );
}

function Field({ field, error }: { field: ChannelField; error: string | undefined }) {
  const name = `settings.${field.name}`;
  const shared = { name, label: field.title, description: field.about || undefined, error, required: field.is_required && !field.is_kept, withAsterisk: false };
  switch (field.kind) {
    case "secret":
      return <PasswordInput {...shared} placeholder={field.is_kept ? t("kept, and not shown") : ""} autoComplete="new-password" visibilityToggleButtonProps={{ "aria-label": t("Show {name}", { name: field.title }) }} />;
    case "choice":
      return <Select {...shared} data={field.choices} defaultValue={String(field.value)} allowDeselect={false} />;
    case "switch":
      return <Switch name={name} label={field.title} description={field.about || undefined} defaultChecked={field.value === true} />;
    case "code":
      return <Textarea {...shared} defaultValue={String(field.value)} autosize minRows={3} maxRows={10} spellCheck={false} styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }} />;
    default:
      return <TextInput {...shared} defaultValue={String(field.value)} autoComplete="off" spellCheck={false} />;
  }
}

/** What was refused at a field of the provider's. */
export function fieldError(error: Error | null, name: string): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  return error.fields.find(({ field }) => field.replace(/^body\./, "") === `settings.${name}`)?.message;
}

/** What the form says; a secret left empty is left out, so that the kept one stays. */
export function written(form: HTMLFormElement | null, way: ChannelWay | undefined, isMail: boolean): Omit<Given, "transport" | "is_on"> {
  const entries = new FormData(form ?? undefined);
  const text = (name: string) => String(entries.get(name) ?? "").trim();
  const settings: Given["settings"] = {};
  for (const { name, kind } of way?.fields ?? []) {
    const said = text(`settings.${name}`);
    if (kind === "switch") settings[name] = entries.has(`settings.${name}`);
    else if (kind !== "secret" || said !== "") settings[name] = said;
  }
  const rate = Number(text("per_minute").replaceAll(/\D/g, "")) || 1;
  return { settings, per_minute: rate, ...(isMail ? { from_address: text("from_address"), from_name: text("from_name"), reply_to: text("reply_to") } : {}) };
}
