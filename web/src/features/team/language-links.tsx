/** The languages, each in its own name, for somebody who has not signed in yet. */
import { language, languages, speak } from "@/lib/t";
import classes from "./language-links.module.css";

export function LanguageLinks() {
  return (
    <div className={classes.links}>
      {languages.map(({ key, name }) => (
        <button key={key} type="button" lang={key} aria-pressed={key === language()} className={classes.link} onClick={() => void speak(key)}>
          {name}
        </button>
      ))}
    </div>
  );
}
