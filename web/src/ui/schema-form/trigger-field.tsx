/** Chooses something that happens, and draws its form below. */
import { Select } from "@mantine/core";
import { use } from "react";
import { t } from "@/lib/t";
import { begun, type FieldFault, type Params, without } from "./schema";
import { SchemaForm } from "./schema-form";
import { FormWorld } from "./world";

type Props = { value: Params; onChange: (value: Params) => void; label: string; help?: string | undefined; wrong?: string | undefined; faults: FieldFault[]; disabled: boolean };

export function TriggerField({ value, onChange, label, help, wrong, faults, disabled }: Props) {
  const { triggers } = use(FormWorld);
  const chosen = triggers.find(({ key }) => key === value["key"]);
  const params = without(value, "key");
  const choose = (key: string | null) => {
    const block = triggers.find((one) => one.key === key);
    if (block) onChange({ key: block.key, ...begun(block.form) });
  };
  return (
    <>
      <Select label={label} description={chosen?.about || help} error={wrong} disabled={disabled} placeholder={t("Choose what happens")} data={triggers.map((one) => ({ value: one.key, label: one.label }))} value={chosen?.key ?? null} onChange={choose} searchable allowDeselect={false} nothingFoundMessage={t("Nothing has that name.")} inputWrapperOrder={["label", "input", "error", "description"]} comboboxProps={{ width: 300, position: "bottom-start" }} />
      {chosen && Object.keys(chosen.form.properties ?? {}).length > 0 && (
        <div style={{ marginTop: 12 }}>
          <SchemaForm form={chosen.form} value={params} onChange={(next) => onChange({ key: chosen.key, ...next })} faults={faults} disabled={disabled} />
        </div>
      )}
    </>
  );
}
