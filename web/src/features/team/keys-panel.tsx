/** Settings, You: the keys, each with another key of one's own or none at all. */
import { Button, Kbd, Switch } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { capsOf, type KeyEntry, keyGroups } from "@/lib/key-map";
import { bind, boundTo, setSingleKeys, singleKeysOn, useBindings } from "@/lib/keys";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { say, warn } from "@/ui/toasts";
import classes from "./keys-panel.module.css";

export function KeysPanel() {
  const [on, setOn] = useState(singleKeysOn);
  const chosen = useBindings();
  const turn = (next: boolean) => {
    setSingleKeys(next);
    setOn(next);
  };
  return (
    <Panel title={t("Keys")}>
      <Switch label={t("Single keys, such as J, K and X")} description={t("Ctrl K works in any case. All keys are listed under ?.")} checked={on} onChange={(event) => turn(event.currentTarget.checked)} />
      {on &&
        keyGroups().map(({ title, keys }) => (
          <section key={title} className={classes.group}>
            <h3 className={classes.title}>{title}</h3>
            <ul className={classes.list}>
              {keys.map((entry) => (
                <Row key={entry.text} entry={entry} isOwn={entry.chord !== undefined && entry.chord in chosen} />
              ))}
            </ul>
          </section>
        ))}
    </Panel>
  );
}

function Row({ entry, isOwn }: { entry: KeyEntry; isOwn: boolean }) {
  const caps = capsOf(entry);
  return (
    <li className={classes.row}>
      <span className={classes.text}>{entry.text}</span>
      <span className={classes.caps}>
        {caps.length === 0 ? <span className="quiet small">{t("switched off")}</span> : caps.map((cap) => <Kbd key={cap}>{cap}</Kbd>)}
      </span>
      {entry.chord === undefined ? <span className={classes.fixed} /> : <Change chord={entry.chord} isOwn={isOwn} />}
    </li>
  );
}

function Change({ chord, isOwn }: { chord: string; isOwn: boolean }) {
  const [listening, setListening] = useState(false);
  const choose = (chosen: string | null) => {
    const before = boundTo(chord);
    setListening(false);
    bind(chord, chosen);
    say(chosen === "" ? t("The key is switched off") : t("The key is changed"), () => bind(chord, before));
  };
  const press = (event: KeyboardEvent) => {
    if (!listening || event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return setListening(false);
    if (event.key === "Backspace" || event.key === "Delete") return choose("");
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.key === " ") return;
    const wanted = pressed(chord, event.key);
    const other = takenBy(chord, wanted);
    if (other) warn(t('That key is "{name}" already.', { name: other }));
    else choose(wanted);
  };
  return (
    <span className={classes.fixed}>
      <Button variant="subtle" size="compact-sm" onClick={() => setListening(!listening)} onKeyDown={press} onBlur={() => setListening(false)} aria-live="polite">
        {listening ? t("Press a key; ⌫ for none") : t("Change")}
      </Button>
      {isOwn && !listening && (
        <Button variant="subtle" size="compact-sm" onClick={() => choose(null)}>
          {t("As it was")}
        </Button>
      )}
    </span>
  );
}

/** A jump stays a jump, and a key with Shift one with Shift. */
function pressed(chord: string, key: string): string {
  const plain = key.toLowerCase();
  if (chord.startsWith("g ")) return `g ${plain}`;
  return chord.startsWith("Shift+") ? `Shift+${plain}` : plain;
}

/** What that key does already in the same place, or everywhere. */
function takenBy(chord: string, wanted: string): string | undefined {
  if (wanted === "g") return t("Go to|group");
  const groups = keyGroups();
  const near = groups.filter(({ keys }, place) => place === 0 || keys.some((one) => one.chord === chord));
  const isEverywhere = groups[0]?.keys.some((one) => one.chord === chord);
  const keys = (isEverywhere ? groups : near).flatMap((group) => group.keys);
  return keys.find((one) => one.chord !== undefined && one.chord !== chord && boundTo(one.chord) === wanted)?.text;
}
