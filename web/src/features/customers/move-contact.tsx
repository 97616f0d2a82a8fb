/** Moves a contact to another customer: anew, or with all they did. */
import { Button, Group, Modal, Radio } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowRight } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { called } from "@/lib/format";
import { at, send } from "@/lib/http";
import type { Contact, Customer } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { say } from "@/ui/toasts";
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
  const move = useMutation({
    mutationFn: (target: Found) => send("POST", at`/api/customers/${customer.id}/contacts/${contact.id}/move`, { to: target.id, with_history: how === "all" }),
    onSuccess: (_answer, target) => {
      say(t("{name} is at {customer} now", { name, customer: called(target.name) }));
      void client.invalidateQueries({ queryKey: ["customer"] });
      void client.invalidateQueries({ queryKey: ["customers"] });
      onClose();
      onMoved();
    },
  });
  return (
    <Modal opened onClose={onClose} title={t("Move {name} to another customer", { name })} size={500} closeButtonProps={{ "aria-label": t("Close") }}>
      <div className={classes.dialog}>
        <CustomerSearch label={t("Where do they work now?")} not={customer.id} value={to} onChange={setTo} />
        <Radio.Group value={how} onChange={setHow} label={t("What goes along?")}>
          <div className={classes.radios}>
            <Radio value="anew" label={t("They begin anew there")} description={t("Name, address, phone and language go along. What they did, their points, tags and workflows stay with {customer} and end there.", { customer: called(customer.name) })} />
            <Radio value="all" label={t("All they did goes along")} description={t("Use, points, tags, stages, running workflows and waiting messages go over. Past events stay in the history of {customer}.", { customer: called(customer.name) })} />
          </div>
        </Radio.Group>
        <p className="quiet small">{t("From now on what they do counts for the other customer, also where your product still names this one.")}</p>
        {move.error && <p className={classes.failed} role="alert">{reason(move.error)}</p>}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button disabled={!to} loading={move.isPending} onClick={() => to && move.mutate(to)}>
            {t("Move them")}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
