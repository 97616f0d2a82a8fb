/** Shows a mail's HTML where it can do nothing: no scripts, no forms, no pictures from elsewhere. */
import { t } from "@/lib/t";
import classes from "./mail-frame.module.css";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";

/** `src` is the server's own page of the body, which carries the same policy; `html` is framed as it is. */
export function MailFrame({ html, src, title, height }: { html?: string; src?: string; title?: string; height?: number | string }) {
  const page = html === undefined ? {} : { srcDoc: paged(html) };
  return (
    <iframe
      className={classes.frame}
      style={height === undefined ? undefined : { height }}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      title={title ?? t("The message as its reader sees it")}
      {...(src === undefined ? page : { src })}
    />
  );
}

/** Mail is written for white paper, so it is shown on white in both schemes. */
function paged(html: string): string {
  const head = `<meta http-equiv="Content-Security-Policy" content="${POLICY}"><base target="_blank"><meta name="color-scheme" content="light">`;
  const paper = "<style>body{margin:16px;font:14px/1.5 system-ui,sans-serif;color:#1b211c;background:#fff;overflow-wrap:anywhere}img{max-width:100%}a{color:#1f6843}</style>";
  return `<!doctype html><html lang=""><head>${head}${paper}</head><body>${html}</body></html>`;
}
