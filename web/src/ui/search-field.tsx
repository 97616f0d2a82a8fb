/** A search field that waits for a pause in typing; `/` comes to it, Escape empties it. */
import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useKeys } from "@/lib/keys";
import { t } from "@/lib/t";
import classes from "./search-field.module.css";

type Props = { value: string; onSearch: (text: string) => void; label: string; placeholder?: string; width?: number | string };

export function SearchField({ value, onSearch, label, placeholder, width = 260 }: Props) {
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  const later = useDebouncedCallback(onSearch, 220);
  useKeys({ "/": () => field.current?.focus() });
  if (value !== seen) {
    setSeen(value);
    setText(value);
  }
  const change = (next: string) => {
    setText(next);
    later(next.trim());
  };
  return (
    <TextInput
      ref={field}
      type="search"
      aria-label={label}
      placeholder={placeholder ?? label}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        if (text) change("");
        else event.currentTarget.blur();
      }}
      leftSection={<IconSearch size={14} aria-hidden="true" />}
      rightSection={text ? <CloseButton size="xs" aria-label={t("Empty the search")} onClick={() => change("")} /> : null}
      w={width}
      miw={150}
      classNames={{ input: classes.input ?? "", root: classes.root ?? "" }}
    />
  );
}
