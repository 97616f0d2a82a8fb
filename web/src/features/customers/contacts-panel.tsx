/** The people there: the first few in the panel, each with a sheet of everything known. */
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { called, number } from "@/lib/format";
import type { Contact, CustomerDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { PersonFace } from "@/ui/faces";
import { Panel } from "@/ui/panel";
import { Coming, Wrong } from "@/ui/states";
import { LastSeen } from "./customer-columns";
import { ContactSheet } from "./contact-sheet";
import classes from "./panels.module.css";
import { roleWord } from "./contact-words";
import { contactsQuery } from "./use-customer";

const FIRST = 5;

export function ContactsPanel({ customer }: { customer: CustomerDetail }) {
  const list = useInfiniteQuery(contactsQuery(customer.id));
  const [all, setAll] = useState(false);
  const [opened, setOpened] = useState<Contact | null>(null);
  const people = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const shown = all ? people : people.slice(0, FIRST);
  const more = () => (all ? void list.fetchNextPage() : setAll(true));
  return (
    <Panel title={t("Contacts")} aside={<span className="num">{number(customer.contacts)}</span>} flush>
      {list.isPending && <Coming what={t("Reading the contacts")} rows={3} />}
      {list.isError && people.length === 0 && <Wrong what={t("The contacts did not load.")} error={list.error} onRetry={() => void list.refetch()} />}
      <ul className={classes.contacts}>
        {shown.map((person) => (
          <li key={person.id} className={classes.contact}>
            <Person person={person} primary={person.id === customer.primary_contact_id} onOpen={() => setOpened(person)} />
          </li>
        ))}
        {list.isSuccess && people.length === 0 && <li className={classes.none}>{t("Nobody yet. People appear with their first event.")}</li>}
      </ul>
      {(people.length > shown.length || (all && list.hasNextPage)) && (
        <div className={classes.more}>
          <Button variant="subtle" onClick={more} loading={list.isFetchingNextPage}>
            {all ? t("Show more") : t("Show all {n}", { n: customer.contacts })}
          </Button>
        </div>
      )}
      <ContactSheet customer={customer} contact={people.find(({ id }) => id === opened?.id) ?? opened} onClose={() => setOpened(null)} />
    </Panel>
  );
}

function Person({ person, primary, onOpen }: { person: Contact; primary: boolean; onOpen: () => void }) {
  const roles = new Set([...(primary ? ["primary"] : []), ...person.roles]);
  const facts = [person.title, ...[...roles].map(roleWord)].filter(Boolean);
  return (
    <button type="button" className={classes.person} onClick={onOpen}>
      <PersonFace name={person.name} size={28} />
      <span className={classes.words}>
        <span className={`${classes.who ?? ""} cut`}>{person.name || person.email || called("")}</span>
        <span className="quiet small cut">{facts.length > 0 ? facts.join(" · ") : (person.email || t("no address known"))}</span>
      </span>
      <span className="quiet small">
        <LastSeen row={person} />
      </span>
    </button>
  );
}
