/** Joins this customer with another: says in plain words what goes over, and that it cannot be undone. */
import { Button, Group, Modal } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { called } from "@/lib/format";
import { at, send } from "@/lib/http";
import type { CustomerDetail, JoinPreview } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { say } from "@/ui/toasts";
import { Becomes } from "./becomes";
import { CustomerSearch, type Found } from "./customer-search";
import classes from "./panels.module.css";

export function JoinDialog({ customer, onClose }: { customer: CustomerDetail; onClose: () => void }) {
  const [into, setInto] = useState<Found | null>(null);
  const client = useQueryClient();
  const navigate = useNavigate();
  const preview = useQuery({
    queryKey: ["customer", customer.id, "join", into?.id],
    queryFn: () => send<JoinPreview>("POST", at`/api/customers/${customer.id}/merge/preview`, { into: into?.id }),
    enabled: into !== null,
    retry: false,
  });
  const join = useMutation({
    mutationFn: (stays: number) => send("POST", at`/api/customers/${customer.id}/merge`, { into: stays }),
    onSuccess: (_answer, stays) => {
      say(t("{gone} is part of {stays} now", { gone: called(customer.name), stays: called(into?.name ?? "") }));
      onClose();
      void navigate({ to: "/customers/$id", params: { id: stays } });
      void client.invalidateQueries({ queryKey: ["customers"] });
    },
  });
  const failed = preview.error ?? join.error;
  return (
    <Modal opened onClose={onClose} title={t("Join {name} with another customer", { name: called(customer.name) })} size={640} closeButtonProps={{ "aria-label": t("Close") }}>
      <div className={classes.dialog}>
        <CustomerSearch label={t("Which customer stays?")} not={customer.id} value={into} onChange={setInto} />
        {preview.data && <WhatHappens found={preview.data} />}
        {preview.data && <Becomes fields={preview.data.fields} names={[called(preview.data.gone.name), called(preview.data.stays.name)]} />}
        {failed && <p className={classes.failed} role="alert">{reason(failed)}</p>}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button color="red" variant="light" disabled={!preview.data} loading={join.isPending} onClick={() => into && join.mutate(into.id)}>
            {t("Join them")}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}

function WhatHappens({ found }: { found: JoinPreview }) {
  const names = { gone: called(found.gone.name), stays: called(found.stays.name) };
  return (
    <ul className={classes.words}>
      <li>{t("{stays} stays. {gone} becomes part of it and is no longer in the list.", names)}</li>
      <li>{t("{n} contacts go over.", { n: found.contacts })}</li>
      {found.same > 0 && <li>{t("{n} people are at both; each becomes one contact, and what is known of them adds up.", { n: found.same })}</li>}
      <li>{t("Tags, stages, points and use add up; of two values of a field the newer stands.")}</li>
      {found.running > 0 && <li>{t("{n} workflows go on where they stand. Of one that runs at both, the run that is further on stays.", { n: found.running })}</li>}
      {found.notes + found.files > 0 && <li>{t("{notes} notes and {files} files go along.", { notes: found.notes, files: found.files })}</li>}
      <li>{t("The history of both is read together. This cannot be undone.")}</li>
    </ul>
  );
}
