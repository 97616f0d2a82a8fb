/** The second step of one's sign-in: set up with a picture, with recovery codes to keep, and removed again. */
import { Alert, Button, Modal, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { send } from "@/lib/http";
import { sessionQuery, useSession } from "@/lib/session";
import type { Account, SecondStepOffer } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { Panel } from "@/ui/panel";
import { besides } from "@/ui/refusals";
import { RecoveryCodes } from "./recovery-codes";
import classes from "./second-step-panel.module.css";
import { accountQuery } from "./use-account";

type Codes = { codes: string[] };

export function SecondStepPanel() {
  const { member } = useSession();
  const account = useQuery(accountQuery).data;
  const [codes, setCodes] = useState<string[] | null>(null);
  const client = useQueryClient();
  const changed = () => Promise.all([client.invalidateQueries({ queryKey: accountQuery.queryKey }), client.invalidateQueries({ queryKey: sessionQuery.queryKey })]);
  const state = account?.has_second_step ? <StateChip tone="good">{t("On")}</StateChip> : <StateChip tone={member.must_add_second_step ? "bad" : "quiet"}>{t("Off")}</StateChip>;
  return (
    <Panel title={t("Second step at sign-in")} aside={account && state}>
      {member.must_add_second_step && (
        <Alert color="amber" mb="sm">
          {t("Your role asks for a second step. Set it up; then everything is open again.")}
        </Alert>
      )}
      {account && !account.has_second_step && <Off onCodes={setCodes} />}
      {account?.has_second_step && <On account={account} onCodes={setCodes} onChanged={() => void changed()} />}
      <Modal opened={codes !== null} onClose={() => void changed().then(() => setCodes(null))} title={t("Recovery codes")} size={440} closeButtonProps={{ "aria-label": t("Close") }}>
        {codes && <RecoveryCodes codes={codes} onDone={() => void changed().then(() => setCodes(null))} />}
      </Modal>
    </Panel>
  );
}

function Off({ onCodes }: { onCodes: (codes: string[]) => void }) {
  const offer = useMutation({ mutationFn: () => send<SecondStepOffer>("POST", "/api/account/second-step") });
  const confirm = useMutation({ mutationFn: (code: string) => send<Codes>("PUT", "/api/account/second-step", { code }), onSuccess: ({ codes }) => onCodes(codes) });
  if (!offer.data)
    return (
      <>
        <p className={classes.about}>{t("Besides the password, a code from an app on your phone. Who learns your password still cannot come in.")}</p>
        <Button variant="default" mt="sm" loading={offer.isPending} onClick={() => offer.mutate()}>
          {t("Set it up")}
        </Button>
        {offer.error && <p className={classes.wrong}>{besides(offer.error)}</p>}
      </>
    );
  return (
    <div className={classes.offer}>
      <img className={classes.picture} alt={t("A picture for your authenticator app")} src={`data:image/svg+xml;base64,${btoa(offer.data.picture)}`} />
      <div>
        <p className={classes.about}>{t("Photograph it with any authenticator app, or type this in:")}</p>
        <code className={classes.secret}>{offer.data.secret.replace(/(.{4})/g, "$1 ").trim()}</code>
        <CodeForm label={t("Code the app shows now")} action={t("Switch on")} error={confirm.error} busy={confirm.isPending} onCode={(code) => confirm.mutate(code)} />
      </div>
    </div>
  );
}

function On({ account, onCodes, onChanged }: { account: Account; onCodes: (codes: string[]) => void; onChanged: () => void }) {
  const [wanted, setWanted] = useState<"codes" | "remove" | null>(null);
  const fresh = useMutation({ mutationFn: (code: string) => send<Codes>("POST", "/api/account/second-step/codes", { code }), onSuccess: ({ codes }) => finish(() => onCodes(codes)) });
  const remove = useMutation({ mutationFn: (code: string) => send("POST", "/api/account/second-step/remove", { code }), onSuccess: () => finish(onChanged) });
  const finish = (then: () => void) => {
    setWanted(null);
    then();
  };
  const asked = wanted === "codes" ? fresh : remove;
  return (
    <>
      <p className={classes.about}>{t("You are asked for a code of your app at every sign-in. {n} recovery codes are left.", { n: account.codes_left })}</p>
      {wanted === null ? (
        <Row>
          <Button variant="default" onClick={() => setWanted("codes")}>
            {t("New recovery codes")}
          </Button>
          {!account.needs_second_step && (
            <Button variant="subtle" color="red" onClick={() => setWanted("remove")}>
              {t("Remove the second step")}
            </Button>
          )}
        </Row>
      ) : (
        <CodeForm label={t("Code of the app, or a recovery code")} action={wanted === "codes" ? t("Make new codes") : t("Remove the second step")} error={asked.error} busy={asked.isPending} onCode={(code) => asked.mutate(code)} />
      )}
    </>
  );
}

function Row({ children }: { children: ReactNode }) {
  return <div className={classes.row}>{children}</div>;
}

type CodeProps = { label: string; action: string; error: Error | null; busy: boolean; onCode: (code: string) => void };

function CodeForm({ label, action, error, busy, onCode }: CodeProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onCode(String(new FormData(event.currentTarget).get("code")).trim());
  };
  return (
    <form onSubmit={submit} className={classes.code}>
      <TextInput name="code" label={label} autoComplete="one-time-code" required withAsterisk={false} autoFocus error={error ? error.message || besides(error) : undefined} />
      <Button type="submit" variant="default" loading={busy}>
        {action}
      </Button>
    </form>
  );
}
