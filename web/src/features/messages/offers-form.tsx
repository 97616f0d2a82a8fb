/** What letters may offer: an incentive to try unused features, a reward for a milestone. Off until somebody writes it. */
import { Button, Checkbox, NumberInput, Switch, Textarea } from "@mantine/core";
import { useState } from "react";
import type { Conduct } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FormPanel } from "@/ui/form-panel";
import { reason } from "@/ui/states";
import { useChangeConduct } from "./use-conduct";

type Offers = Conduct["offers"];
type Name = "incentive" | "reward";
const MILESTONES = ["Starter User", "Moderate User", "Pro User", "Advanced User"];

export function OffersForm({ now, may }: { now: Conduct; may: boolean }) {
  return (
    <>
      <OfferPanel name="incentive" title={t("Incentive to try unused features")} about={t("Stands in the letter about features left unused, and says until when it holds.")} now={now.offers} may={may} />
      <OfferPanel name="reward" title={t("Reward for a milestone")} about={t("Stands in the congratulation of the milestones you choose.")} now={now.offers} may={may} />
    </>
  );
}

type Props = { name: Name; title: string; about: string; now: Offers; may: boolean };

function OfferPanel({ name, title, about, now, may }: Props) {
  const kept = now[name] ?? { is_on: false, text: "", text_vi: "", days: 0, milestones: [] };
  const [offer, setOffer] = useState(kept);
  const save = useChangeConduct();
  const set = (change: Partial<typeof offer>) => setOffer((was) => ({ ...was, ...change }));
  const action = may && (
    <Button type="submit" variant="default" loading={save.isPending}>
      {t("Save")}
    </Button>
  );
  return (
    <FormPanel
      title={title}
      about={about}
      wrong={save.error ? reason(save.error) : undefined}
      action={action}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ offers: { [name]: offer } as Offers });
      }}
    >
      <Switch label={t("Letters carry it")} style={{ gridColumn: "1 / -1" }} checked={offer.is_on} onChange={(event) => set({ is_on: event.currentTarget.checked })} disabled={!may} />
      <Textarea label={t("What is offered, in English")} autosize minRows={2} maxLength={1000} value={offer.text} onChange={(event) => set({ text: event.currentTarget.value })} disabled={!may} />
      <Textarea label={t("What is offered, in Vietnamese")} description={t("empty: the English words")} inputWrapperOrder={["label", "input", "description"]} autosize minRows={2} maxLength={1000} value={offer.text_vi} onChange={(event) => set({ text_vi: event.currentTarget.value })} disabled={!may} />
      <NumberInput label={t("Holds for how many days")} description={t("0: the letter names no last day")} inputWrapperOrder={["label", "input", "description"]} min={0} max={365} allowDecimal={false} value={offer.days} onChange={(value) => set({ days: typeof value === "number" ? value : offer.days })} disabled={!may} />
      {name === "reward" && (
        <Checkbox.Group label={t("For these milestones")} value={offer.milestones} onChange={(milestones) => set({ milestones })}>
          <div style={{ display: "grid", gap: 8, marginTop: 6 }}>
            {MILESTONES.map((milestone) => (
              <Checkbox key={milestone} value={milestone} label={milestone} disabled={!may} />
            ))}
          </div>
        </Checkbox.Group>
      )}
    </FormPanel>
  );
}
