/** Asks the server what this page is to show. */
import type { Answer, Options } from "./shapes";

const TOKEN = "perennia_preview";
const KEPT_TOKEN = "perennia.preview";

/** Null where the server has no answer now. `etag` of the answer before: the same one is not sent again. */
export async function answerFor({ host, writeKey, who, locale }: Options, etag: string, signal: AbortSignal): Promise<Answer | null> {
  const page = { path: location.pathname, url: location.href, title: document.title };
  const said = Object.fromEntries(Object.entries(who()).filter(([, value]) => value));
  const body = JSON.stringify({ writeKey, ...said, page, locale: locale ?? (document.documentElement.lang || navigator.language), etag, preview: token() });
  const answer = await fetch(`${host.replace(/\/$/, "")}/v1/guide`, { method: "POST", body, headers: { "Content-Type": "text/plain" }, credentials: "omit", signal });
  return answer.ok ? ((await answer.json()) as Answer) : null;
}

/** The author's word that shows a draft; it stays with the tab while they walk from page to page. */
function token(): string {
  try {
    const given = new URLSearchParams(location.search).get(TOKEN);
    if (given) sessionStorage.setItem(KEPT_TOKEN, given);
    return given ?? sessionStorage.getItem(KEPT_TOKEN) ?? "";
  } catch {
    return "";
  }
}
