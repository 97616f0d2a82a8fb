/** The head of a record: name, what it is in one line, and its tags, which can be changed right there. */
import { ActionIcon, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowMerge, IconDots, IconPlus } from "@tabler/icons-react";
import { called, day } from "@/lib/format";
import type { CustomerDetail } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip, TagChip } from "@/ui/chips";
import { CustomerFace } from "@/ui/faces";
import { say } from "@/ui/toasts";
import classes from "./customer-page.module.css";
import { FormerlyLinks } from "./formerly-links";
import { JoinDialog } from "./join-dialog";
import { TagMenu } from "./tag-menu";
import { useMayChange } from "./use-may-change";
import { change, useCustomerChange } from "./use-customer";

const SHOWN_STAGES = 2;

export function CustomerHead({ customer }: { customer: CustomerDetail }) {
  return (
    <div className={classes.head}>
      <CustomerFace name={customer.name} size={44} />
      <div className={classes.names}>
        <div className={classes.first}>
          <h1 className={classes.name}>{called(customer.name)}</h1>
          {Object.entries(customer.stages).slice(0, SHOWN_STAGES).map(([pipeline, stage]) => (
            <span key={pipeline} title={pipeline} className={classes.stage}>
              <StateChip>{stage}</StateChip>
            </span>
          ))}
          {customer.inactive && <StateChip tone="warn">{t("Inactive")}</StateChip>}
          {customer.kind === "implicit" && <StateChip>{t("A person on their own")}</StateChip>}
        </div>
        <div className={classes.second}>
          {facts(customer).map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
          <Website customer={customer} />
          <FormerlyLinks customers={customer.formerly} />
        </div>
        <Tags customer={customer} />
      </div>
      <MoreMenu customer={customer} />
    </div>
  );
}

function MoreMenu({ customer }: { customer: CustomerDetail }) {
  const mayChange = useMayChange(customer);
  const [joining, join] = useDisclosure(false);
  if (!mayChange) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={t("More about this customer")}>
            <IconDots size={17} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconArrowMerge size={15} aria-hidden="true" />} onClick={join.open}>
            {t("Join with another customer…")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {joining && <JoinDialog customer={customer} onClose={join.close} />}
    </>
  );
}

function facts(customer: CustomerDetail): string[] {
  const since = customer.since ?? customer.created_at;
  return [customer.plan, customer.industry, customer.zone.split("/").at(-1)?.replaceAll("_", " "), t("since {day}", { day: day(since) })].filter(Boolean) as string[];
}

function Website({ customer }: { customer: CustomerDetail }) {
  const shown = customer.domain || customer.website.replace(/^https?:\/\//, "");
  if (!shown) return null;
  const address = /^https?:\/\//.test(customer.website) ? customer.website : `https://${shown}`;
  return (
    <span>
      <a href={address} target="_blank" rel="noreferrer noopener">
        {shown}
      </a>
    </span>
  );
}

function Tags({ customer }: { customer: CustomerDetail }) {
  const mayWrite = useMayChange(customer);
  const { mutate } = useCustomerChange(customer.id);
  const { id, tags } = customer;
  const remove = (tag: string) => {
    mutate({ ...change.removeTag(id, tag), done: () => say(t('Removed the tag "{tag}"', { tag }), () => mutate(change.addTag(id, tag))) });
  };
  const add = (tag: string) => {
    mutate({ ...change.addTag(id, tag), done: () => say(t('Added the tag "{tag}"', { tag }), () => mutate(change.removeTag(id, tag))) });
  };
  return (
    <div className={classes.tags}>
      {tags.map((tag) => (
        <TagChip key={tag} onRemove={mayWrite ? () => remove(tag) : undefined} removeLabel={t('Remove the tag "{tag}"', { tag })}>
          {tag}
        </TagChip>
      ))}
      {mayWrite && (
        <TagMenu onPick={add} known={tags}>
          <button type="button" className={classes.addTag}>
            <IconPlus size={12} aria-hidden="true" />
            {t("Tag")}
          </button>
        </TagMenu>
      )}
    </div>
  );
}
