/** Everything known of one contact. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { called, number, value } from "@/lib/format";
import { at } from "@/lib/http";
import type { Contact, Customer } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip, TagChip } from "@/ui/chips";
import { Moment } from "@/ui/moment";
import { type Fact, Facts } from "@/ui/panel";
import { SideSheet } from "@/ui/side-sheet";
import { ContactStages } from "./contact-stages";
import { consentWord, roleWord, topicWord } from "./contact-words";
import { LastSeen } from "./customer-columns";
import { MoveContact } from "./move-contact";
import { OwnFields } from "./own-fields-panel";
import { useMayChange } from "./use-may-change";
import { ownFieldsQuery } from "./use-views";
import classes from "./panels.module.css";

type Props = { customer: Customer; contact: Contact | null; onClose: () => void };

export function ContactSheet({ customer, contact, onClose }: Props) {
  const mayChange = useMayChange(customer);
  return (
    <SideSheet opened={contact !== null} onClose={onClose} title={contact ? contact.name || contact.email || called("") : ""} size={420}>
      {contact && (
        <div className={classes.details}>
          <div className={classes.chips}>
            {contact.inactive && <StateChip tone="warn">{t("Inactive")}</StateChip>}
            {contact.roles.map((role) => (
              <StateChip key={role} tone="info">
                {roleWord(role)}
              </StateChip>
            ))}
            {contact.tags.map((tag) => (
              <TagChip key={tag}>{tag}</TagChip>
            ))}
          </div>
          <Facts facts={facts(contact)} />
          <ContactFields customer={customer} contact={contact} />
          {mayChange && <MoveContact customer={customer} contact={contact} onMoved={onClose} />}
          <Section title={t("Stages")}>
            <ContactStages customer={customer} contact={contact} />
          </Section>
          <Section title={t("May we write?")}>
            {Object.keys(contact.consent).length > 0 ? <Facts facts={consents(contact)} /> : <p className={classes.none}>{t("Not asked yet; unknown counts as yes by the organisation's setting.")}</p>}
          </Section>
        </div>
      )}
    </SideSheet>
  );
}

function ContactFields({ customer, contact }: { customer: Customer; contact: Contact }) {
  const fields = (useQuery(ownFieldsQuery).data?.items ?? []).filter(({ subject }) => subject === "contact");
  const mayWrite = useMayChange(customer);
  if (fields.length === 0) return null;
  return (
    <Section title={t("Own fields")}>
      <OwnFields key={contact.id} subject="contact" fields={fields} address={at`/api/customers/${customer.id}/contacts/${contact.id}/fields`} customer={customer.id} given={contact.fields} mayWrite={mayWrite} />
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className={classes.heading}>{title}</h3>
      {children}
    </section>
  );
}

function facts(contact: Contact): Fact[] {
  const text = (key: string, label: string, given: string): Fact => ({ key, label, value: value(given), missing: !given });
  return [
    { key: "email", label: t("E-mail"), value: contact.email === "" ? t("not known") : <a href={`mailto:${contact.email}`}>{contact.email}</a>, missing: !contact.email },
    text("phone", t("Phone"), contact.phone),
    text("title", t("Title"), contact.title),
    text("language", t("Language"), contact.language),
    text("zone", t("Time zone"), contact.zone),
    { key: "score", label: t("Score"), value: number(contact.score) },
    { key: "seen", label: t("Last seen"), value: <LastSeen row={contact} /> },
    { key: "since", label: t("Since"), value: <Moment at={contact.created_at} /> },
  ];
}

function consents(contact: Contact): Fact[] {
  return Object.entries(contact.consent).map(([topic, consent]) => ({ key: topic, label: topicWord(topic), value: consentWord(consent), missing: consent === "unknown" }));
}
