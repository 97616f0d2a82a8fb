/** What is new in the product: who comes back after that day reads of it in the letter. */
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { dayKey } from "@/lib/format";
import type { Conduct } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FormPanel } from "@/ui/form-panel";
import { besides } from "@/ui/refusals";
import classes from "./news-form.module.css";
import { useChangeConduct } from "./use-conduct";

type Item = Conduct["news"][number];
const MOST = 20;

export function NewsForm({ now }: { now: Conduct }) {
  const [news, setNews] = useState<Item[]>(now.news);
  const save = useChangeConduct();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ news }, { onSuccess: (kept) => setNews(kept.news) });
  };
  const change = (place: number, part: Partial<Item>) => setNews(news.map((one, at) => (at === place ? { ...one, ...part } : one)));
  const fresh = () => setNews([{ at: dayKey(new Date()), text: "", text_vi: "", url: "" }, ...news]);
  return (
    <FormPanel title={t("What is new")} onSubmit={submit} wrong={besides(save.error)} about={t("Letters to those who were away name what is new since their last login. Newest first, three at a time.")} action={<Button type="submit" variant="default" loading={save.isPending}>{t("Save")}</Button>}>
      <div className={classes.list}>
        {news.length === 0 && <p className="quiet">{t("Nothing yet. Letters leave the passage out.")}</p>}
        {news.map((one, place) => (
          // News have no name of their own: their place is who they are.
          <NewsRow key={String(place)} one={one} number={place + 1} onChange={(part) => change(place, part)} onRemove={() => setNews(news.filter((_, at) => at !== place))} />
        ))}
        {news.length < MOST && <Button variant="subtle" style={{ justifySelf: "start" }} onClick={fresh}>{t("Add something new")}</Button>}
      </div>
    </FormPanel>
  );
}

type RowProps = { one: Item; number: number; onChange: (part: Partial<Item>) => void; onRemove: () => void };

function NewsRow({ one, number, onChange, onRemove }: RowProps) {
  return (
    <div className={classes.row} role="group" aria-label={t("News {n}", { n: number })}>
      <TextInput type="date" label={t("Since")} required withAsterisk={false} value={one.at} onChange={(event) => onChange({ at: event.currentTarget.value })} />
      <TextInput className={classes.wide} label={t("In English")} required withAsterisk={false} maxLength={300} value={one.text} onChange={(event) => onChange({ text: event.currentTarget.value })} />
      <TextInput className={classes.wide} label={t("In Vietnamese")} maxLength={300} value={one.text_vi} onChange={(event) => onChange({ text_vi: event.currentTarget.value })} />
      <Button variant="subtle" color="gray" aria-label={t("Remove news {n}", { n: number })} onClick={onRemove}>{t("Remove")}</Button>
    </div>
  );
}
