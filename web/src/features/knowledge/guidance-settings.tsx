/** What holds for all guidance: how often it may interrupt, how it looks, and whether user ids must be signed. */
import { Button, NumberInput, Select, Switch, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { GuidanceRules } from "@/lib/shapes";
import { useCan } from "@/lib/session";
import { t } from "@/lib/t";
import { Confirm } from "@/ui/confirm";
import { SideSheet } from "@/ui/side-sheet";
import { Coming, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import classes from "./guidance.module.css";
import { keysQuery, rulesQuery, useChangeRules, useRenewKeys } from "./use-guidance";

export function GuidanceSettings({ onClose }: { onClose: () => void }) {
  const rules = useQuery(rulesQuery);
  return (
    <SideSheet opened onClose={onClose} title={t("Caps and look")}>
      <div className={classes.sheet}>
        {rules.isPending && <Coming what={t("Reading the rules")} />}
        {rules.isError && <Wrong what={t("The rules did not load.")} error={rules.error} onRetry={() => void rules.refetch()} />}
        {rules.data && <Rules rules={rules.data} />}
        {useCan("key.manage") && <Keys />}
      </div>
    </SideSheet>
  );
}

function Rules({ rules }: { rules: GuidanceRules }) {
  const may = useCan("guidance.edit");
  const change = useChangeRules();
  const set = (next: Partial<GuidanceRules>) => {
    const was = Object.fromEntries(Object.keys(next).map((name) => [name, rules[name as keyof GuidanceRules]])) as Partial<GuidanceRules>;
    change.mutate(next, { onSuccess: () => say(t("Saved"), () => change.mutate(was)), onError: (error) => warn(reason(error)) });
  };
  const count = (name: "per_session" | "per_day", label: string, description: string, max: number) => (
    <NumberInput label={label} description={description} defaultValue={rules[name]} key={`${name}${rules[name]}`} min={0} max={max} allowDecimal={false} readOnly={!may} onBlur={(event) => Number(event.currentTarget.value) !== rules[name] && set({ [name]: Number(event.currentTarget.value) })} />
  );
  return (
    <>
      {count("per_session", t("Interrupting items a session"), t("Tips, cards and dialogs to one person; help, checklists and banners do not count."), 20)}
      {count("per_day", t("Interrupting items a day"), t("To one person, over all sessions of the day."), 50)}
      <Select label={t("Colours")} data={[{ value: "auto", label: t("Like the page, else the system") }, { value: "light", label: t("Always light") }, { value: "dark", label: t("Always dark") }]} value={rules.scheme} readOnly={!may} allowDeselect={false} onChange={(scheme) => scheme && set({ scheme: scheme as GuidanceRules["scheme"] })} />
      <Select label={t("Corner")} data={[{ value: "right", label: t("Bottom right") }, { value: "left", label: t("Bottom left") }]} value={rules.corner} readOnly={!may} allowDeselect={false} onChange={(corner) => corner && set({ corner: corner as GuidanceRules["corner"] })} />
      <Switch label={t("Help button in the corner")} description={t("Without it your own button opens help: perennia.help() and perennia.checklist().")} checked={rules.has_button} disabled={!may} onChange={(event) => set({ has_button: event.currentTarget.checked })} />
      <Switch label={t("Only believe signed user ids")} description={t("A user's id in a browser can be forged. With this on, your server signs it with the key of its source; anybody else is a visitor.")} checked={rules.needs_signature} disabled={!may} onChange={(event) => set({ needs_signature: event.currentTarget.checked })} />
    </>
  );
}

function Keys() {
  const keys = useQuery(keysQuery);
  const renew = useRenewKeys();
  const [asking, setAsking] = useState(false);
  const make = () =>
    renew.mutate(undefined, {
      onSuccess: () => {
        setAsking(false);
        say(t("New keys; signatures made so far are worth nothing now."));
      },
      onError: (error) => warn(reason(error)),
    });
  return (
    <section className={classes.part} aria-label={t("Keys to sign with")}>
      <h3 className={classes.label}>{t("Keys to sign with")}</h3>
      <p className="quiet small">{t("userHash is the HMAC-SHA256 of the user's id with this key, in hexadecimal. Keep it on your server.")}</p>
      {keys.data?.items.map((one) => (
        <TextInput key={one.source} readOnly label={one.name} value={one.key} onFocus={(event) => event.currentTarget.select()} styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }} />
      ))}
      <Button variant="default" onClick={() => setAsking(true)}>
        {t("Make new keys")}
      </Button>
      <Confirm opened={asking} title={t("Make new keys")} action={t("Make new keys")} onConfirm={make} onClose={() => setAsking(false)} busy={renew.isPending} removes>
        {t("Signatures made with the keys of now are worth nothing from then on; whoever has one is a visitor until your server signs anew.")}
      </Confirm>
    </section>
  );
}
