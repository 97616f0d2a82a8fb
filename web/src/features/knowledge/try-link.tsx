/** A link at which the item shows on a page of one's own product, for an hour, to whoever opens it. */
import { Button, TextInput } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { reason } from "@/ui/states";
import classes from "./guidance.module.css";
import { useTryLink } from "./use-guidance";

const ADDRESS = "https://app.example.com/reports";
const KEPT = "perennia.guidance.tried";

export function TryLink({ id, isChanged }: { id: number; isChanged: boolean }) {
  const [address, setAddress] = useState(() => localStorage.getItem(KEPT) ?? "");
  const link = useTryLink(id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    localStorage.setItem(KEPT, address);
    link.mutate(address.trim());
  };
  return (
    <Panel title={t("Try it on my site")}>
      <form onSubmit={submit} className={classes.fields}>
        <TextInput label={t("A page of your product")} placeholder={ADDRESS} value={address} onChange={(event) => setAddress(event.currentTarget.value)} error={link.error ? reason(link.error) : undefined} description={isChanged ? t("Save first: it shows what was saved last.") : t("Only who opens the link sees it, for an hour; nothing of it is counted.")} />
        <div className={classes.bars}>
          <Button type="submit" variant="default" loading={link.isPending} disabled={address.trim() === ""}>
            {t("Make the link")}
          </Button>
          {link.data && (
            <Button component="a" href={link.data.url} target="_blank" rel="noopener" variant="subtle" leftSection={<IconExternalLink size={14} aria-hidden="true" />}>
              {t("Open it there")}
            </Button>
          )}
        </div>
      </form>
    </Panel>
  );
}
