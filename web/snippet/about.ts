/** What goes along with each event: the page, the language, the zone, the campaign. */

export type Json = Record<string, unknown>;
export type PageSaid = { path: string; referrer: string; search: string; title: string; url: string };

const VERSION = "1";

/** A random id; also where a page is not secure and has no `randomUUID`. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** The page as it stands; `from`: where one came from within it. */
export function pageSaid(from: string): PageSaid {
  const { pathname, search, href } = location;
  return { path: pathname, referrer: from, search, title: document.title, url: href.split("#")[0] ?? href };
}

/** The language of the page, else of the browser. */
export const localeOf = (): string => document.documentElement.lang || navigator.language;

/** The context all events share. */
export function contextOf(from: string): Json {
  const campaign: Json = {};
  for (const [key, value] of new URLSearchParams(location.search)) {
    if (key.startsWith("utm_")) campaign[key === "utm_campaign" ? "name" : key.slice(4)] = value;
  }
  return {
    page: pageSaid(from),
    locale: localeOf(),
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    userAgent: navigator.userAgent,
    library: { name: "perennia.js", version: VERSION },
    ...(Object.keys(campaign).length && { campaign }),
  };
}
