/** The pages it belongs to, as patterns, with an address to try them on. */
import { Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { t } from "@/lib/t";
import { reason } from "@/ui/states";
import classes from "./guidance.module.css";
import { usePageTest } from "./use-guidance";

const PATTERN = "/reports/*";
const ADDRESS = "https://app.example.com/reports/7";
const lines = (text: string) => text.split("\n").map((one) => one.trim()).filter(Boolean);

export function PagesForm({ pages, onChange }: { pages: string[]; onChange: (pages: string[]) => void }) {
  const [text, setText] = useState(pages.join("\n"));
  const [address, setAddress] = useState("");
  const [asked] = useDebouncedValue(address.trim(), 300);
  const tested = usePageTest(pages, asked);
  return (
    <div className={classes.fields}>
      <Textarea
        label={t("Patterns, one a line")}
        description={t("/reports/* or https://app.example.com/*; ! in front keeps pages out. None: every page.")}
        value={text}
        autosize
        minRows={1}
        placeholder={PATTERN}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        onChange={(event) => {
          setText(event.currentTarget.value);
          onChange(lines(event.currentTarget.value));
        }}
      />
      <TextInput label={t("Try an address")} value={address} placeholder={ADDRESS} onChange={(event) => setAddress(event.currentTarget.value)} />
      {asked !== "" && (
        <p className={classes.verdict} role="status">
          {tested.isError && <span className={classes.wrong}>{reason(tested.error)}</span>}
          {tested.data && !tested.isError && (tested.data.matches ? <><IconCheck size={14} aria-hidden="true" /> {t("It would be shown there.")}</> : <><IconX size={14} aria-hidden="true" /> {t("It would not be shown there.")}</>)}
        </p>
      )}
    </div>
  );
}
