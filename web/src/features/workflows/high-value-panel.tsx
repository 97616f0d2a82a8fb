/** Who is of high value: the top share by yearly value, or everybody from an amount on. */
import { Button, NumberInput } from "@mantine/core";
import { useState } from "react";
import { money } from "@/lib/format";
import type { Scoring } from "@/lib/shapes";
import { separators } from "@/lib/format";
import { t } from "@/lib/t";
import { FormPanel } from "@/ui/form-panel";
import { say } from "@/ui/toasts";
import { useHighValue } from "./use-scoring";

type Props = { highValue: Scoring["high_value"]; may: boolean };

export function HighValuePanel({ highValue, may }: Props) {
  const [percent, setPercent] = useState(highValue.percent);
  const [amount, setAmount] = useState<number | null>(highValue.amount === null ? null : Number(highValue.amount));
  const save = useHighValue(() => say(t("Saved")));
  const from = highValue.starts_at.map((one) => money(one)).join(", ");
  return (
    <FormPanel
      title={t("High value")}
      about={from === "" ? t("No customer has a yearly value yet.") : t("Customers from {amount} a year on are of high value now, each among those who pay in the same currency.", { amount: from })}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ percent, amount: amount === null ? null : String(amount) });
      }}
      action={
        <Button type="submit" variant="default" loading={save.isPending} disabled={!may}>
          {t("Save")}
        </Button>
      }
    >
      <NumberInput label={t("Top share of the customers, %")} value={percent} onChange={(value) => setPercent(typeof value === "number" ? value : percent)} min={1} max={100} allowDecimal={false} disabled={!may || amount !== null} />
      <NumberInput
        label={t("Or from this yearly value on, in {currency}", { currency: highValue.currency })}
        value={amount ?? ""}
        onChange={(value) => setAmount(typeof value === "number" ? value : null)}
        min={0}
        thousandSeparator={separators().thousand}
        disabled={!may}
        placeholder={t("empty: the share decides")}
      />
    </FormPanel>
  );
}
