/** What a card says: who, where, how long they stand there, and whose they are. */
import { IconCheckbox } from "@tabler/icons-react";
import { called, money, number, sinceInWords } from "@/lib/format";
import type { Card } from "@/lib/shapes";
import { t } from "@/lib/t";
import { NobodyFace, PersonFace } from "@/ui/faces";
import classes from "./board-page.module.css";

export function BoardFace({ card, ofContacts }: { card: Card; ofContacts: boolean }) {
  const second = ofContacts ? called(card.customer.name) : [card.plan, card.value && t("{money} a year", { money: money(card.value) })].filter(Boolean).join(" · ");
  return (
    <span className={classes.face}>
      <span className={classes.name} title={card.name}>
        {called(card.name)}
      </span>
      <span className={`${classes.second ?? ""} cut`}>{second || t("no plan known")}</span>
      <span className={classes.third}>
        <span className="num">{t("for {span}", { span: sinceInWords(card.since) })}</span>
        {card.tasks > 0 && (
          <span className={`${classes.tasks ?? ""} num`}>
            <IconCheckbox size={13} aria-hidden="true" />
            {number(card.tasks)}
            <span className="hidden-words"> {t("open tasks")}</span>
          </span>
        )}
        <span className={classes.owner} title={card.owner?.name ?? t("Nobody")}>
          {card.owner ? <PersonFace name={card.owner.name} size={20} /> : <NobodyFace size={20} />}
          <span className="hidden-words">{card.owner?.name ?? t("Nobody")}</span>
        </span>
      </span>
    </span>
  );
}
