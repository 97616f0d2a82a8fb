/** Moves a contact to another customer: anew, or with all they did. */
import { Button, Group, Modal, Radio } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowRight } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { called } from "@/lib/format";
import { at, send } from "@/lib/http";
import type { Contact, Customer, MovePreview } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { Becomes } from "./becomes";
import { CustomerSearch, type Found } from "./customer-search";
import classes from "./panels.module.css";

type Props = { customer: Customer; contact: Contact; onMoved: () => void };

export function MoveContact(props: Props) {
  const [asking, ask] = useDisclosure(false);
  return (
    <>
      <Button variant="default" size="compact-md" leftSection={<IconArrowRight size={14} aria-hidden="true" />} onClick={ask.open} style={{ alignSelf: "flex-start" }}>
        {t("Move to another customer…")}
      </Button>
      {asking && <MoveDialog {...props} onClose={ask.close} />}
    </>
  );
}

function MoveDialog({ customer, contact, onMoved, onClose }: Props & { onClose: () => void }) {
  const [to, setTo] = useState<Found | null>(null);
  const [how, setHow] = useState("anew");
  const client = useQueryClient();
  const name = contact.name || contact.email || called("");
  const path = at`/api/customers/${customer.id}/contacts/${contact.id}/move`;
  const preview = useQuery({ queryKey: ["customer", customer.id, "move", contact.id, to?.id], queryFn: () => send<MovePreview>("POST", `${path}/preview`, { to: to?.id }), enabled: to !== null, retry: false });
  const afresh = () => void Promise.all(["customer", "customers"].map((key) => client.invalidateQueries({ queryKey: [key] })));
  const move = useMutation({
    mutationFn: (target: Found) => send<{ contact_id?: number | null }>("POST", path, { to: target.id, with_history: how === "all" }),
    onSuccess: (answer, target) => {
      const there = answer.contact_id;
      // Only what went along whole can come home whole.
      const back = how === "all" && there ? () => void send("POST", at`/api/customers/${target.id}/contacts/${there}/move`, { to: customer.id, with_history: true }).then(afresh, (error: unknown) => warn(reason(error))) : undefined;
      say(t("{name} is at {customer} now", { name, customer: called(target.name) }), back);
      afresh();
      onClose();
      onMoved();
    },
  });
  return (
    <Modal opened onClose={onClose} title={t("Move {name} to another customer", { name })} size={640} closeButtonProps={{ "aria-label": t("Close") }}>
      <div className={classes.dialog}>
        <CustomerSearch label={t("Where do they work now?")} not={customer.id} value={to} onChange={setTo} />
        <Radio.Group value={how} onChange={setHow} label={t("What goes along?")}>
          <div className={classes.radios}>
            <Radio value="anew" label={t("They begin anew there")} description={t("Name, address, phone and language go along. What they did, their points, tags and workflows stay with {customer} and end there.", { customer: called(customer.name) })} />
            <Radio value="all" label={t("All they did goes along")} description={t("Use, points, tags, stages, running workflows and waiting messages go over. Past events stay in the history of {customer}.", { customer: called(customer.name) })} />
          </div>
        </Radio.Group>
        <p className="quiet small">{t("From now on what they do counts for the other customer, also where your product still names this one.")}</p>
        {preview.data && to && <WhatHappens found={preview.data} all={how === "all"} here={called(customer.name)} />}
        {preview.error && <p className={classes.failed} role="alert">{reason(preview.error)}</p>}
        {move.error && <p className={classes.failed} role="alert">{reason(move.error)}</p>}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button disabled={!preview.data} loading={move.isPending} onClick={() => to && move.mutate(to)}>
            {t("Move them")}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}

function WhatHappens({ found, all, here }: { found: MovePreview; all: boolean; here: string }) {
  const there = called(found.goes_to.name);
  return (
    <>
      <ul className={classes.words}>
        {found.known_there && <li>{t("They are known at {customer} already; both become one contact there.", { customer: there })}</li>}
        {found.running > 0 && <li>{all ? t("{n} workflows go along where they stand.", { n: found.running }) : t("{n} workflows of theirs end now.", { n: found.running })}</li>}
        {found.waiting > 0 && all && <li>{t("{n} messages that wait go along.", { n: found.waiting })}</li>}
        <li>{all ? t("It can be taken back right after: all of it comes home.") : t("This cannot be undone: what ended stays ended.")}</li>
      </ul>
      {all && found.known_there && <Becomes fields={found.fields} names={[here, there]} />}
    </>
  );
}
