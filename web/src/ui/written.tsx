/** A message as its reader sees it: a letter on its paper, or the few lines of a text message. */
import { MailFrame } from "./mail-frame";
import classes from "./written.module.css";

type Props = { letter: { text: string; html: string }; title: string; height: number | string };

export function Written({ letter, title, height }: Props) {
  if (letter.html) {
    return (
      <div className={classes.paper}>
        <MailFrame html={letter.html} height={height} title={title} />
      </div>
    );
  }
  return (
    <p className={classes.lines} dir="auto">
      {letter.text.trim()}
    </p>
  );
}
