/** Chooses a tag: those in use first, or a new one as typed. */
import { Popover, TextInput, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { cloneElement, type ReactElement, useState } from "react";
import { t } from "@/lib/t";
import classes from "./tag-menu.module.css";
import { facetsQuery } from "./use-customers";

type Props = { onPick: (tag: string) => void; known: string[]; children: ReactElement<{ onClick?: () => void }> };

const LONGEST = 60;

export function TagMenu({ onPick, known, children }: Props) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const pick = (tag: string) => {
    close();
    onPick(tag);
  };
  return (
    <Popover opened={opened} onChange={(open) => !open && close()} trapFocus returnFocus width={240} position="bottom-start" shadow="md">
      <Popover.Target>{cloneElement(children, { onClick: toggle })}</Popover.Target>
      <Popover.Dropdown p={6}>{opened && <Choices onPick={pick} known={known} />}</Popover.Dropdown>
    </Popover>
  );
}

function Choices({ onPick, known }: Omit<Props, "children">) {
  const [text, setText] = useState("");
  const used = useQuery(facetsQuery).data?.tags.map(({ value }) => value) ?? [];
  const typed = text.trim();
  const fitting = used.filter((tag) => !known.includes(tag) && tag.toLocaleLowerCase().includes(typed.toLocaleLowerCase())).slice(0, 8);
  const isNew = typed !== "" && !used.includes(typed) && !known.includes(typed);
  const first = fitting[0] !== undefined && !isNew ? fitting[0] : typed;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (first) onPick(first);
      }}
    >
      <TextInput autoFocus data-autofocus aria-label={t("Tag")} placeholder={t("A tag")} maxLength={LONGEST} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <ul className={classes.list}>
        {isNew && <Choice label={t('Make "{tag}"', { tag: typed })} onPick={() => onPick(typed)} />}
        {fitting.map((tag) => (
          <Choice key={tag} label={tag} onPick={() => onPick(tag)} />
        ))}
      </ul>
      {known.includes(typed) && <p className={classes.none}>{t("This tag is there already.")}</p>}
    </form>
  );
}

function Choice({ label, onPick }: { label: string; onPick: () => void }) {
  return (
    <li>
      <UnstyledButton className={classes.choice} onClick={onPick}>
        {label}
      </UnstyledButton>
    </li>
  );
}
