/** What one can do about a connection: other settings, a new secret, removing it. */
import { Alert, Button, Modal, PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { at, send } from "@/lib/http";
import type { Connection, MadeConnection, SourceKind } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Confirm } from "@/ui/confirm";
import { atField } from "@/ui/refusals";
import type { Form, Params } from "@/ui/schema-form/schema";
import { SchemaForm } from "@/ui/schema-form/schema-form";
import { SecretBox } from "@/ui/secret-box";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { settingFaults } from "./setting-faults";
import classes from "./integrations.module.css";
import { sendPost, useConnectionChange } from "./use-integrations";

export function SettingsDialog({ connection, kind, onClose }: { connection: Connection; kind: SourceKind; onClose: () => void }) {
  const [settings, setSettings] = useState<Params>(connection.settings);
  const save = useConnectionChange((given: Params) => send<Connection>("PATCH", at`/api/integrations/${connection.id}`, { settings: given }));
  const faults = settingFaults(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(settings, {
      onSuccess: () => {
        say(t("Saved"));
        onClose();
      },
    });
  };
  return (
    <Modal opened onClose={onClose} title={connection.name} size={480} closeButtonProps={{ "aria-label": t("Close") }}>
      <form onSubmit={submit} className={classes.form}>
        <SchemaForm form={kind.form as Form} value={settings} onChange={setSettings} faults={faults} />
        {save.error && faults.length === 0 && (
          <Alert color="red" role="alert">
            {reason(save.error)}
          </Alert>
        )}
        <div className={classes.foot}>
          <Button variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t("Save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

export function RotateSecret({ connection, makesSecret, onClose }: { connection: Connection; makesSecret: boolean; onClose: () => void }) {
  const [secret, setSecret] = useState("");
  const rotate = useConnectionChange(() => sendPost<MadeConnection>(at`/${connection.id}/rotate`, { secret: secret.trim() }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const told = connection.has_secret ? t("Both secrets are believed for 24 hours") : t("Its posts are believed from now on");
    rotate.mutate(undefined, { onSuccess: (made) => made.secret === "" && (say(told), onClose()) });
  };
  return (
    <Modal opened onClose={onClose} title={connection.has_secret ? t("New secret") : t("Enter its secret")} size={460} centered closeButtonProps={{ "aria-label": t("Close") }}>
      {rotate.data?.secret ? (
        <SecretBox secret={rotate.data.secret} about={t("Enter it at the other side. The old one is believed for 24 hours beside it.")} onDone={onClose} />
      ) : (
        <form onSubmit={submit} className={classes.form}>
          <p className="quiet" style={{ margin: 0 }} hidden={!connection.has_secret}>
            {t("The old one is believed for 24 hours beside it, so that nothing is lost while the other side changes over.")}
          </p>
          <PasswordInput
            label={t("Secret")}
            description={makesSecret ? t("The signing secret that the other side shows you.") : t("Empty: one is made and shown once. Or paste the one the other side made.")}
            value={secret}
            onChange={({ currentTarget }) => setSecret(currentTarget.value)}
            required={makesSecret}
            withAsterisk={false}
            autoComplete="new-password"
            data-autofocus
            error={atField(rotate.error, "secret") ?? (rotate.error ? reason(rotate.error) : undefined)}
            visibilityToggleButtonProps={{ "aria-label": t("Show {name}", { name: t("Secret") }) }}
          />
          <div className={classes.foot}>
            <Button variant="default" onClick={onClose}>
              {t("Cancel")}
            </Button>
            <Button type="submit" loading={rotate.isPending}>
              {connection.has_secret ? t("Change the secret") : t("Save")}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}

export function RemoveConnection({ connection, onClose, onGone }: { connection: Connection; onClose: () => void; onGone: () => void }) {
  const remove = useConnectionChange(() => send("DELETE", at`/api/integrations/${connection.id}`));
  const gone = { onSuccess: onGone, onError: (error: Error) => warn(reason(error)) };
  return (
    <Confirm opened removes title={t("Remove {name}?", { name: connection.name })} action={t("Remove")} busy={remove.isPending} onClose={onClose} onConfirm={() => remove.mutate(undefined, gone)}>
      {t("Its address answers no more, and the posts kept here go with it. What came of them stays. To stop for a while, let it rest instead.")}
    </Confirm>
  );
}
