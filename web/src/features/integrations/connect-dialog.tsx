/** Connects a program: its name, its settings drawn from its schema, its secret; then the address and what to do there. */
import { Alert, Button, Modal, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { MadeConnection, SourceKind } from "@/lib/shapes";
import { t } from "@/lib/t";
import { besides, atField } from "@/ui/refusals";
import { begun, type Form, type Params } from "@/ui/schema-form/schema";
import { SchemaForm } from "@/ui/schema-form/schema-form";
import { SecretBox } from "@/ui/secret-box";
import { settingFaults } from "./setting-faults";
import classes from "./integrations.module.css";
import { sendPost, useConnectionChange } from "./use-integrations";

type Given = { kind: string; name: string; settings: Params; secret: string };
type Props = { kind: SourceKind; taken: string[]; onClose: () => void; onMade: (id: number) => void };

export function ConnectDialog({ kind, taken, onClose, onMade }: Props) {
  const make = useConnectionChange((given: Given) => sendPost<MadeConnection>("", given));
  const done = () => {
    if (make.data) onMade(make.data.id);
    onClose();
  };
  const submit = (given: Given) => make.mutate(given, { onSuccess: (made) => made.secret === "" && (onMade(made.id), onClose()) });
  return (
    <Modal opened onClose={make.data ? done : onClose} title={t("Connect {name}", { name: kind.label })} size={520} closeButtonProps={{ "aria-label": t("Close") }}>
      {make.data?.secret ? (
        <SecretBox secret={make.data.secret} about={t("Copy the secret now and enter it at the other side. It is not shown again.")} onDone={done} />
      ) : (
        <Fields kind={kind} taken={taken} busy={make.isPending} error={make.error} onSubmit={submit} onClose={onClose} />
      )}
    </Modal>
  );
}

type FieldsProps = { kind: SourceKind; taken: string[]; busy: boolean; error: Error | null; onSubmit: (given: Given) => void; onClose: () => void };

function Fields({ kind, taken, busy, error, onSubmit, onClose }: FieldsProps) {
  const form = kind.form as Form;
  const [name, setName] = useState(free(kind.label, taken));
  const [secret, setSecret] = useState("");
  const [settings, setSettings] = useState<Params>(begun(form));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit({ kind: kind.key, name: name.trim(), settings, secret: secret.trim() });
  };
  const faults = settingFaults(error);
  const other = error && faults.length === 0 ? besides(error, "name", "secret") : undefined;
  return (
    <form onSubmit={submit} className={classes.form}>
      <p className="quiet" style={{ margin: 0 }}>
        {kind.about}
      </p>
      <TextInput label={t("Name")} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} required withAsterisk={false} maxLength={80} data-autofocus error={atField(error, "name")} />
      <PasswordInput
        label={t("Secret")}
        description={kind.makes_secret ? t("The signing secret that the other side shows. If it asks for our address first, leave this empty: you enter it next.") : t("Empty: one is made and shown once. Or paste the one the other side made.")}
        value={secret}
        onChange={({ currentTarget }) => setSecret(currentTarget.value)}
        withAsterisk={false}
        autoComplete="new-password"
        error={atField(error, "secret")}
        visibilityToggleButtonProps={{ "aria-label": t("Show {name}", { name: t("Secret") }) }}
      />
      <SchemaForm form={form} value={settings} onChange={setSettings} faults={faults} />
      {other && (
        <Alert color="red" role="alert">
          {other}
        </Alert>
      )}
      <div className={classes.foot}>
        <Button variant="default" onClick={onClose}>
          {t("Cancel")}
        </Button>
        <Button type="submit" loading={busy}>
          {t("Connect")}
        </Button>
      </div>
    </form>
  );
}

/** Its label, with a number behind it where the name is taken. */
function free(label: string, taken: string[]): string {
  const plain = label.replace(/ \(.*\)$/, "");
  for (let many = 1; many < 99; many++) {
    const name = many === 1 ? plain : `${plain} ${many}`;
    if (!taken.includes(name)) return name;
  }
  return "";
}
