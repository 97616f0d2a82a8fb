/** Addresses and the features they are, a line each; the first that fits counts. */
import { ActionIcon, Button, Input, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { Source } from "@/lib/shapes";
import { t } from "@/lib/t";
import classes from "./places-field.module.css";

type Places = Source["browser"]["places"];
type Props = { places: Places; disabled: boolean; onChange: (places: Places) => void; error: string | undefined };

export function PlacesField({ places, disabled, onChange, error }: Props) {
  const change = (place: number, part: Partial<Places[number]>) => onChange(places.map((one, index) => (index === place ? { ...one, ...part } : one)));
  return (
    <Input.Wrapper label={t("Features by address")} labelElement="div" inputWrapperOrder={["label", "description", "input", "error"]} description={t("A star is anything: /reports/* is every page below /reports. The first line that fits counts; a mark in the page itself goes before.")} error={error}>
      {places.map((one, index) => (
        // A line has no name but its place.
        <div key={index} className={classes.line}>
          <TextInput aria-label={t("Address {n}", { n: index + 1 })} placeholder={"/reports/*"} value={one.path} disabled={disabled} onChange={(event) => change(index, { path: event.currentTarget.value })} maxLength={200} />
          <TextInput aria-label={t("Feature {n}", { n: index + 1 })} placeholder={t("Reports|feature")} value={one.feature} disabled={disabled} onChange={(event) => change(index, { feature: event.currentTarget.value })} maxLength={200} />
          {!disabled && (
            <ActionIcon variant="subtle" aria-label={t("Remove address {n}", { n: index + 1 })} onClick={() => onChange(places.filter((_, place) => place !== index))}>
              <IconX size={15} aria-hidden="true" />
            </ActionIcon>
          )}
        </div>
      ))}
      {!disabled && (
        <div>
          <Button mt={8} variant="subtle" size="compact-sm" leftSection={<IconPlus size={13} aria-hidden="true" />} onClick={() => onChange([...places, { path: "", feature: "" }])}>
            {t("Add an address")}
          </Button>
        </div>
      )}
    </Input.Wrapper>
  );
}
