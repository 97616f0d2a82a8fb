/** What the people there say of their happiness: who, which level or number, in which words, when. */
import { Button } from "@mantine/core";
import { IconMoodEmpty, IconMoodHappy, IconMoodSad, IconMoodSmile } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { called } from "@/lib/format";
import { useCan } from "@/lib/session";
import type { CustomerDetail, GivenFeedback } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip, type Tone } from "@/ui/chips";
import { Ago } from "@/ui/moment";
import { Panel } from "@/ui/panel";
import { Coming, Wrong } from "@/ui/states";
import classes from "./panels.module.css";
import { feedbackQuery } from "./use-customer";

const FIRST = 4;

export function FeedbackPanel({ customer }: { customer: CustomerDetail }) {
  const may = useCan("event.read");
  const list = useInfiniteQuery({ ...feedbackQuery(customer.id), enabled: may });
  const [all, setAll] = useState(false);
  if (!may) return null;
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const shown = all ? rows : rows.slice(0, FIRST);
  const now = list.data?.pages[0]?.now;
  return (
    <Panel title={t("Feedback")} aside={now ? t("{level}, from {n} contacts", { level: levelWord(now.level), n: now.contacts }) : undefined}>
      {list.isPending && <Coming what={t("Reading the feedback")} rows={2} />}
      {list.isError && rows.length === 0 && <Wrong what={t("The feedback did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && <p className={classes.none}>{t("No feedback yet. It comes from the happiness prompt, the NPS question, or your product.")}</p>}
      <ul className={classes.voices}>
        {shown.map((row) => (
          <Voice key={row.id} row={row} />
        ))}
      </ul>
      {(rows.length > shown.length || (all && list.hasNextPage)) && (
        <Button variant="subtle" onClick={() => (all ? void list.fetchNextPage() : setAll(true))} loading={list.isFetchingNextPage}>
          {t("Show more")}
        </Button>
      )}
    </Panel>
  );
}

function Voice({ row }: { row: GivenFeedback }) {
  const { tone, icon: Icon } = LOOKS[row.level] ?? { tone: "quiet" as Tone, icon: IconMoodEmpty };
  return (
    <li className={classes.voice}>
      <span className={classes.said}>
        <StateChip tone={tone} icon={<Icon size={13} aria-hidden="true" />}>
          {row.level ? levelWord(row.level) : t("no level")}
        </StateChip>
        {row.nps !== null && <span className="num quiet">{t("NPS {n}", { n: row.nps })}</span>}
        <span className={`${classes.who ?? ""} cut`}>{row.contact ? called(row.contact.name) : t("not known who")}</span>
        <span className="quiet small">
          <Ago at={row.at} />
        </span>
      </span>
      {row.text && <q className={classes.quote}>{row.text}</q>}
    </li>
  );
}

const LOOKS: Record<string, { tone: Tone; icon: typeof IconMoodSmile }> = {
  "Very Happy": { tone: "good", icon: IconMoodHappy },
  Happy: { tone: "good", icon: IconMoodSmile },
  Neutral: { tone: "warn", icon: IconMoodEmpty },
  "Not Happy": { tone: "bad", icon: IconMoodSad },
};

function levelWord(level: string): string {
  const words: Record<string, string> = { "Very Happy": t("Very Happy"), Happy: t("Happy"), Neutral: t("Neutral"), "Not Happy": t("Not Happy") };
  return words[level] ?? level;
}
