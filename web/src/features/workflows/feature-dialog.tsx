/** One feature: whether it is watched, its own days, its own minutes. Empty means as for all. */
import { Button, Modal, NumberInput, Switch } from "@mantine/core";
import { useState } from "react";
import type { Feature, FeatureHouse } from "@/lib/shapes";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import { say } from "@/ui/toasts";
import classes from "./scoring.module.css";
import { useFeatureSave } from "./use-scoring";

type Props = { feature: Feature; house: FeatureHouse; onClose: () => void };

export function FeatureDialog({ feature, house, onClose }: Props) {
  const [watched, setWatched] = useState(feature.is_watched);
  const [days, setDays] = useState<number | null>(feature.unused_days);
  const [minutes, setMinutes] = useState<Record<string, number | null>>({ ...feature.minutes });
  const save = useFeatureSave(() => {
    say(t("Saved"));
    onClose();
  });
  const said = Object.fromEntries(house.marks.map(({ workflow }) => [workflow, minutes[workflow] ?? null]));
  return (
    <Modal opened onClose={onClose} title={feature.name} closeButtonProps={{ "aria-label": t("Close") }}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ name: feature.name, unused_days: days, is_watched: watched, minutes: said });
        }}
      >
        <Switch label={t("Watch it: say when customers leave it unused")} checked={watched} onChange={(event) => setWatched(event.currentTarget.checked)} />
        <NumberInput label={t("Unused after, days")} value={days ?? ""} onChange={(value) => setDays(typeof value === "number" ? value : null)} placeholder={t("as for all: {n}", { n: house.unused_days })} min={1} max={3650} allowDecimal={false} disabled={!watched} />
        {house.marks.map((mark) => (
          <NumberInput
            key={mark.workflow}
            label={t("{label}, minutes", { label: mark.label })}
            value={minutes[mark.workflow] ?? ""}
            onChange={(value) => setMinutes({ ...minutes, [mark.workflow]: typeof value === "number" ? value : null })}
            placeholder={t("as for all: {n}", { n: mark.minutes })}
            min={1}
            max={100_000}
            allowDecimal={false}
          />
        ))}
        {save.isError && (
          <p className={classes.wrong} role="alert">
            {reason(save.error)}
          </p>
        )}
        <Button type="submit" loading={save.isPending}>
          {t("Save")}
        </Button>
      </form>
    </Modal>
  );
}
