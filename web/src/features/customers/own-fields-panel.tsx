/** Fields of one's own on a record: each is changed right where it stands. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { send } from "@/lib/http";
import { useCan } from "@/lib/session";
import type { OwnField } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Facts, Panel } from "@/ui/panel";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { OwnInput, ownWord } from "./own-value";
import classes from "./panels.module.css";
import { ownFieldsQuery } from "./use-views";

type Props = { subject: OwnField["subject"]; address: string; customer: number; given: Record<string, unknown>; mayWrite: boolean };

export function OwnFieldsPanel(props: Props) {
  const fields = (useQuery(ownFieldsQuery).data?.items ?? []).filter(({ subject }) => subject === props.subject);
  const mayDefine = useCan("field.edit");
  if (fields.length === 0 && !mayDefine) return null;
  return (
    <Panel title={t("Own fields")} aside={mayDefine && <Link to="/settings/fields">{t("Define")}</Link>}>
      {fields.length === 0 ? <p className={classes.none}>{t("None yet. Define what else you want to know of each customer.")}</p> : <OwnFields {...props} fields={fields} />}
    </Panel>
  );
}

export function OwnFields({ fields, address, customer, given, mayWrite }: Props & { fields: OwnField[] }) {
  const [guessed, setGuessed] = useState<Record<string, unknown>>({});
  const [editing, setEditing] = useState("");
  const client = useQueryClient();
  const fill = useMutation({
    mutationFn: (values: Record<string, unknown>) => send("PATCH", address, { values }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ["customer", customer] });
      void client.invalidateQueries({ queryKey: ["customers"] });
    },
  });
  const now = (key: string) => (key in guessed ? guessed[key] : given[key]) ?? null;
  const keep = (field: OwnField, value: unknown, isBack = false) => {
    setEditing("");
    const was = now(field.key);
    const next = value === "" ? null : value;
    if (String(next ?? "") === String(was ?? "")) return;
    setGuessed((all) => ({ ...all, [field.key]: next }));
    fill.mutate(
      { [field.key]: next },
      {
        onSuccess: () => !isBack && say(t('Changed "{field}"', { field: field.label }), () => keep(field, was, true)),
        onError: (error) => {
          setGuessed((all) => ({ ...all, [field.key]: was }));
          warn(reason(error));
        },
      },
    );
  };
  return (
    <Facts
      facts={fields.map((field) => ({
        key: field.key,
        label: <span title={field.about || undefined}>{field.label}</span>,
        missing: now(field.key) === null,
        value:
          editing === field.key ? (
            <OwnInput field={field} given={now(field.key)} onDone={(value) => keep(field, value)} onCancel={() => setEditing("")} error={undefined} />
          ) : mayWrite ? (
            <button type="button" className={classes.fillIn} onClick={() => setEditing(field.key)} aria-label={t("{field}: {value}. Change", { field: field.label, value: ownWord(field, now(field.key)) })}>
              {ownWord(field, now(field.key))}
            </button>
          ) : (
            ownWord(field, now(field.key))
          ),
      }))}
    />
  );
}
