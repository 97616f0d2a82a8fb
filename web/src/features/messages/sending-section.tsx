/** Settings, Sending: one switch that stops every message, with what waits behind it. */
import { Button } from "@mantine/core";
import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { moment, number } from "@/lib/format";
import { get, send } from "@/lib/http";
import { useCan } from "@/lib/session";
import type { Sending } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { Confirm } from "@/ui/confirm";
import { Facts, Panel } from "@/ui/panel";
import { SectionHead } from "@/ui/settings-frame";
import { Coming, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";

const KEY = ["sending"];

export function SendingSection() {
  const query = useQuery({ queryKey: KEY, queryFn: ({ signal }) => get<Sending>("/api/sending", { signal }), refetchInterval: 15_000 });
  const sending = query.data;
  return (
    <>
      <SectionHead title={t("Sending")} action={sending && <StateChip tone={sending.stopped ? "bad" : "good"}>{sending.stopped ? t("Stopped") : t("Sends")}</StateChip>}>
        {t("One switch stops every message to customers and to the team, at once. Nothing is lost: messages wait, and their time does not run out meanwhile.")}
      </SectionHead>
      {query.isPending && <Coming what={t("Reading the state")} rows={2} />}
      {query.isError && !sending && <Wrong what={t("The state did not load.")} error={query.error} onRetry={() => void query.refetch()} />}
      {sending && (
        <Panel title={t("Stop all sending")}>
          <Facts
            facts={[
              { key: "waiting", label: t("Messages waiting"), value: <span className="num">{number(sending.waiting)}</span> },
              ...(sending.stopped && sending.stopped_at ? [{ key: "since", label: t("Stopped"), value: t("{moment} by {name}", { moment: moment(sending.stopped_at), name: sending.by ?? t("not known") }) }] : []),
            ]}
          />
          <div style={{ marginTop: 14 }}>
            <Turn sending={sending} />
          </div>
        </Panel>
      )}
    </>
  );
}

function Turn({ sending }: { sending: Sending }) {
  const may = useCan("message.send_all");
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const turn = useMutation({
    mutationFn: (stopped: boolean) => send<Sending>("POST", "/api/sending", { stopped }),
    onSuccess: (now) => {
      client.setQueryData(KEY, now);
      say(now.stopped ? t("All sending is stopped") : t("Sending goes on"));
      setAsking(false);
    },
    onError: (error) => warn(reason(error)),
  });
  if (!may) return <p className="quiet small">{t("Your role cannot stop sending. Ask an administrator, the head of CS or CS Ops.")}</p>;
  const { stopped, waiting } = sending;
  return (
    <>
      <Button {...(stopped ? {} : { variant: "light", color: "red" })} leftSection={stopped ? <IconPlayerPlay size={15} aria-hidden="true" /> : <IconPlayerStop size={15} aria-hidden="true" />} onClick={() => setAsking(true)}>
        {stopped ? t("Send again, as from now") : t("Stop all sending")}
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        removes={!stopped}
        busy={turn.isPending}
        title={stopped ? t("Send again?") : t("Stop all sending?")}
        action={stopped ? t("Send again, as from now") : t("Stop all sending")}
        onConfirm={() => turn.mutate(!stopped)}
      >
        {stopped ? t("{n} messages wait. They leave by their priority, within caps and quiet hours.", { n: waiting }) : t("No message leaves until somebody lets them go again. Workflows go on; what they write waits.")}
      </Confirm>
    </>
  );
}
