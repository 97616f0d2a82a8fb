/** Whether the points of longer use of a feature add to those of shorter, or replace them. */
import { Button, Radio, Stack, Switch } from "@mantine/core";
import { useState } from "react";
import { number } from "@/lib/format";
import type { FeatureHouse } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FormPanel } from "@/ui/form-panel";
import { say } from "@/ui/toasts";
import { useFeaturePoints } from "./use-scoring";

export function FeaturePointsPanel({ house, may }: { house: FeatureHouse; may: boolean }) {
  const [way, setWay] = useState(house.points);
  const [anew, setAnew] = useState(false);
  const save = useFeaturePoints(() => say(anew ? t("Saved; earlier points are being counted anew") : t("Saved")));
  const sum = house.worths.reduce((total, worth) => total + worth, 0);
  const marks = house.worths.map((worth) => number(worth)).join(", ");
  const action = (
    <Button type="submit" variant="default" loading={save.isPending} disabled={!may || way === house.points}>
      {t("Save")}
    </Button>
  );
  return (
    <FormPanel
      title={t("Points for longer use")}
      action={action}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ points: way, recalculate: anew });
      }}
    >
      <Radio.Group aria-label={t("Points for longer use")} value={way} onChange={(value) => setWay(value as FeatureHouse["points"])}>
        <Stack gap={8}>
          <Radio value="add_up" disabled={!may} label={t("They add up")} description={t("Whoever passes {marks} has {sum} points of one feature in the end.", { marks, sum })} />
          <Radio value="replace" disabled={!may} label={t("The longer replaces the shorter")} description={t("Whoever passes {marks} has {last} points of one feature in the end.", { marks, last: house.worths.at(-1) ?? 0 })} />
        </Stack>
      </Radio.Group>
      {way !== house.points && <Switch label={t("Count earlier points anew")} description={t("In silence: nobody is written to or told.")} checked={anew} onChange={(event) => setAnew(event.currentTarget.checked)} disabled={!may} />}
    </FormPanel>
  );
}
