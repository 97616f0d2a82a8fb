/** The field of the palette while the rest of it is on its way: nothing one types meanwhile is lost. */
import { type Dispatch, type KeyboardEvent, type SetStateAction, useEffect } from "react";
import { t } from "@/lib/t";
import classes from "./palette-field.module.css";

type Props = { text: string; onText: (text: string) => void; onClose: () => void };

export function PaletteField({ text, onText, onClose }: Props) {
  const press = (event: KeyboardEvent) => event.key === "Escape" && onClose();
  return (
    <div className={classes.over}>
      <div className={classes.box} role="dialog" aria-label={t("Search or jump to")}>
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- it was opened by a key, to type in */}
        <input className={classes.input} aria-label={t("Search or jump to")} placeholder={t("A customer, a person, a workflow, or what to do")} autoComplete="off" autoFocus value={text} onKeyDown={press} onChange={(event) => onText(event.currentTarget.value)} />
      </div>
    </div>
  );
}

/** Keys pressed while no field has the focus, as between one field and the next, go into the text too. */
export function useEarlyKeys(setText: Dispatch<SetStateAction<string>>): void {
  useEffect(() => {
    const take = (event: globalThis.KeyboardEvent) => {
      const isTyping = document.activeElement instanceof HTMLInputElement;
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Backspace") setText((was) => was.slice(0, -1));
      else if (event.key.length === 1) setText((was) => was + event.key);
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    addEventListener("keydown", take, true);
    return () => removeEventListener("keydown", take, true);
  }, [setText]);
}
