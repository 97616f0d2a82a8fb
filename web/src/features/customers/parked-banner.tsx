/** A customer whose events are set aside: why, since when, how many wait, and the way on. */
import { Button } from "@mantine/core";
import { IconPlayerPause } from "@tabler/icons-react";
import { ago } from "@/lib/format";
import { useCan } from "@/lib/session";
import type { CustomerDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { say } from "@/ui/toasts";
import classes from "./customer-page.module.css";
import { change, useCustomerChange } from "./use-customer";

type Props = { id: number; parked: NonNullable<CustomerDetail["parked"]> };

export function ParkedBanner({ id, parked }: Props) {
  const mayResume = useCan("engine.resume");
  const { mutate, isPending } = useCustomerChange(id);
  const resume = () => mutate({ ...change.resume(id), done: () => say(t("The waiting events are being worked again, in order.")) });
  return (
    <div className={classes.parked} role="status">
      <IconPlayerPause size={18} aria-hidden="true" />
      <div className={classes.parkedWords}>
        <p>
          <strong>{t("{n} events of this customer are set aside since {ago}.", { n: parked.waiting, ago: ago(parked.since) })}</strong>{" "}
          {t("Nothing is lost; everyone else goes on.")}
        </p>
        <p className="small">{parked.reason}</p>
      </div>
      {mayResume && (
        <Button variant="default" onClick={resume} loading={isPending}>
          {t("Resume")}
        </Button>
      )}
    </div>
  );
}
