/** A filter chip whose menu offers the values there are, with their counts; long lists can be searched. */
import { Menu, TextInput } from "@mantine/core";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import { number } from "@/lib/format";
import { t } from "@/lib/t";
import { FilterChip } from "./chips";

export type Choice = { value: string; label: string; count?: number; group?: string };
type Props = { label: string; value: string | undefined; choices: Choice[]; onChange: (value: string | undefined) => void };

const SEARCH_FROM = 9;

export function FilterMenu({ label, value, choices, onChange }: Props) {
  const [text, setText] = useState("");
  const chosen = choices.find((choice) => choice.value === value);
  const wanted = text.toLocaleLowerCase();
  const shown = choices.filter((choice) => choice.label.toLocaleLowerCase().includes(wanted)).slice(0, 60);
  return (
    <Menu onClose={() => setText("")} width={250}>
      <Menu.Target>
        <FilterChip on={value !== undefined} value={chosen?.label ?? value}>
          {label}
          {value === undefined && <IconChevronDown size={13} aria-hidden="true" />}
        </FilterChip>
      </Menu.Target>
      <Menu.Dropdown mah={380} style={{ overflowY: "auto" }}>
        {choices.length >= SEARCH_FROM && <TextInput aria-label={t("Find a value")} placeholder={t("Find a value")} value={text} onChange={(event) => setText(event.currentTarget.value)} mb={4} data-autofocus />}
        {value !== undefined && <Menu.Item onClick={() => onChange(undefined)}>{t("Any")}</Menu.Item>}
        {shown.map((choice, index) => (
          <div key={choice.value} role="presentation">
            {choice.group !== undefined && choice.group !== shown[index - 1]?.group && <Menu.Label>{choice.group}</Menu.Label>}
            <Menu.Item onClick={() => onChange(choice.value)} rightSection={<Right choice={choice} on={choice.value === value} />}>
              {choice.label}
            </Menu.Item>
          </div>
        ))}
        {shown.length === 0 && <Menu.Label>{t("No value matches.")}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}

function Right({ choice, on }: { choice: Choice; on: boolean }) {
  if (on) return <IconCheck size={14} aria-hidden="true" />;
  return choice.count === undefined ? null : <span className="num quiet small">{number(choice.count)}</span>;
}
