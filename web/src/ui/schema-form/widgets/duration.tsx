/** A span of time: how many, and of what. */
import { NumberInput, Select } from "@mantine/core";
import { useState } from "react";
import { t } from "@/lib/t";
import classes from "../schema-form.module.css";
import { type Unit, UNITS, read, write } from "../duration";
import type { WidgetProps } from "../world";

export function Widget({ value, onChange, label, help, wrong, disabled }: WidgetProps) {
  const said = read(typeof value === "string" ? value : "");
  const [chosen, setChosen] = useState<Unit | null>(null);
  const unit = said && (chosen === null || said.number === 0) ? said.unit : (chosen ?? "days");
  const words: Record<Unit, string> = { minutes: t("minutes"), hours: t("hours"), days: t("days"), weeks: t("weeks") };
  const set = (number: number | "", of: Unit) => {
    setChosen(of);
    onChange(number === "" ? undefined : write(number, of));
  };
  return (
    <div>
      <div className={classes.pair}>
        <NumberInput label={label} error={wrong} disabled={disabled} value={said?.number ?? ""} min={0} max={5_000_000} allowDecimal={false} hideControls onChange={(next) => set(next === "" ? "" : Number(next), unit)} />
        <Select mt="calc(1.0625rem + 2px)" aria-label={t("{label}, unit", { label })} disabled={disabled} data={UNITS.map((one) => ({ value: one, label: words[one] }))} value={unit} onChange={(next) => next && set(said?.number ?? "", next as Unit)} allowDeselect={false} />
      </div>
      {help && <p className={classes.help}>{help}</p>}
    </div>
  );
}
