/** Settings, Channels: each way to reach customers and the team, how it is set up and how it is doing. */
import { Button, Modal, Select, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { number } from "@/lib/format";
import type { ChannelCard } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { Ago } from "@/ui/moment";
import { Panel } from "@/ui/panel";
import { SectionHead } from "@/ui/settings-frame";
import { type SimpleColumn, SimpleTable } from "@/ui/simple-table";
import { Coming, Wrong } from "@/ui/states";
import { ChannelSheet } from "./channel-sheet";
import classes from "./channels.module.css";
import { channelsQuery, channelTrouble, channelWord } from "./use-channels";

/** Which channel is open, and what came of connecting its account. */
export type ChannelsSearch = { open?: string; connected?: string };

export function ChannelsSection({ search, onSearch }: { search: ChannelsSearch; onSearch: (next: ChannelsSearch) => void }) {
  const channels = useQuery(channelsQuery);
  const opened = search.open ?? null;
  const setOpened = (open: string) => onSearch({ open });
  const [adding, setAdding] = useState(false);
  const items = channels.data?.items ?? [];
  const of = (audience: ChannelCard["audience"]) => items.filter((one) => one.audience === audience);
  const add = (
    <Button variant="default" size="compact-sm" leftSection={<IconPlus size={15} aria-hidden="true" />} onClick={() => setAdding(true)}>
      {t("Another place")}
    </Button>
  );
  return (
    <>
      <SectionHead title={t("Channels")}>{t("How you reach customers and tell the team. What is not connected goes into the mailbox on screen, so that nothing leaves by mistake.")}</SectionHead>
      {channels.isPending && <Coming what={t("Reading the channels")} rows={6} />}
      {channels.isError && !channels.data && <Wrong what={t("The channels did not load.")} error={channels.error} onRetry={() => void channels.refetch()} />}
      {channels.data && (
        <>
          <Panel title={t("To customers")} flush>
            <SimpleTable label={t("To customers")} rows={of("customer")} keyOf={(row) => row.name} none={null} columns={columns(setOpened)} />
          </Panel>
          <Panel title={t("To the team")} aside={add} flush>
            <SimpleTable label={t("To the team")} rows={of("team")} keyOf={(row) => row.name} none={null} columns={columns(setOpened)} />
          </Panel>
        </>
      )}
      {adding && <Another known={items} onClose={() => setAdding(false)} onNamed={setOpened} />}
      <ChannelSheet name={opened} outcome={search.connected} onClose={() => onSearch({})} />
    </>
  );
}

function columns(open: (name: string) => void): SimpleColumn<ChannelCard>[] {
  return [
    {
      key: "name",
      head: t("Channel"),
      cut: true,
      cell: (row) => (
        <button type="button" className={classes.name} onClick={() => open(row.name)}>
          <span className="strong cut">{row.label}</span>
          <Second row={row} />
          {row.health.dead > 0 && channelTrouble(row) === null && <span className={`small ${classes.deadHere ?? ""}`}>{t("{n} not delivered", { n: row.health.dead })}</span>}
        </button>
      ),
    },
    { key: "state", head: t("State"), cell: (row) => <StateChip tone={channelWord(row).tone}>{channelWord(row).word}</StateChip> },
    { key: "sent", head: t("Sent, 24 h"), end: true, wideOnly: true, cell: (row) => <span className="num">{number(row.health.sent_24h)}</span> },
    { key: "waiting", head: t("Waiting"), end: true, wideOnly: true, cell: (row) => <span className="num">{number(row.health.waiting)}</span> },
    { key: "dead", head: t("Not delivered"), end: true, wideOnly: true, cell: (row) => <span className={row.health.dead > 0 ? `num ${classes.bad ?? ""}` : "num"}>{number(row.health.dead)}</span> },
    { key: "last", head: t("Last sent"), end: true, wideOnly: true, cell: (row) => <LastSent row={row} /> },
  ];
}

/** Under the name: what is wrong, else how it sends, else what it is for. */
function Second({ row }: { row: ChannelCard }) {
  const trouble = channelTrouble(row);
  if (trouble) return <span className={`small ${classes.about ?? ""} ${classes.bad ?? ""}`}>{trouble}</span>;
  return <span className={`quiet small ${classes.about ?? ""}`}>{row.transport_label && row.transport_label !== row.label ? row.transport_label : row.about}</span>;
}

/** What went into the mailbox left by no channel. */
function LastSent({ row }: { row: ChannelCard }) {
  if (row.health.sent_at) return <Ago at={row.health.sent_at} />;
  return <span className="quiet">{row.transport === "mailbox" && row.health.sent_24h > 0 ? t("stays here") : t("never")}</span>;
}

/** A further place of the team: one more Slack channel, say, under a name that workflows choose it by. */
function Another({ known, onClose, onNamed }: { known: ChannelCard[]; onClose: () => void; onNamed: (name: string) => void }) {
  const places = known.filter((one) => one.may_be_several && !one.name.includes(":"));
  const [medium, setMedium] = useState(places[0]?.medium ?? "slack");
  const [name, setName] = useState("");
  const whole = `${medium}:${name.trim().toLowerCase()}`;
  const isTaken = known.some((one) => one.name === whole);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onNamed(whole);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t("Another place")} size={440} centered closeButtonProps={{ "aria-label": t("Close") }}>
      <form onSubmit={submit} className={classes.form}>
        <Select label={t("Where")} data={places.map((one) => ({ value: one.medium, label: one.label }))} value={medium} onChange={(next) => next && setMedium(next)} allowDeselect={false} />
        <TextInput label={t("Name")} description={t("Small letters and digits; workflows choose the place by it.")} placeholder={t("alerts")} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} pattern="\s*[A-Za-z0-9][A-Za-z0-9_\-]*\s*" maxLength={40} required withAsterisk={false} data-autofocus error={isTaken ? t("There is a place of that name.") : undefined} />
        <div className={classes.foot}>
          <Button type="submit" disabled={isTaken || name.trim() === ""}>
            {t("Set it up")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
