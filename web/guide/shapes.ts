/** What the server tells of an item, and what the page's own script hands over. */

/** A text, or an element by its tag, its attributes and what is in it. */
export type Words = string | [string, Record<string, string>, ...Words[]];

export type Part = { id: string; title?: string; body?: Words[]; button?: string; link?: string; selector?: string; side?: Side; by?: string };
export type Side = "top" | "bottom" | "left" | "right" | "auto";
export type Item = {
  guidance: string;
  kind: "help" | "checklist" | "tip" | "announcement";
  title?: string;
  body?: Words[];
  button?: string;
  /** What a completed checklist says. */
  done?: string;
  link?: string;
  form?: "banner" | "modal" | "card";
  once?: boolean;
  parts?: Part[];
  /** Parts of a checklist that are done, as the record knows. */
  ticked?: string[];
  preview?: boolean;
};
export type Scheme = "auto" | "light" | "dark";
export type Look = { colour?: string; scheme?: Scheme; corner?: "right" | "left"; button?: boolean };
export type Answer = { items: Item[]; etag?: string; same?: boolean; look?: Look; language?: string };
export type Who = { userId?: string | null; anonymousId?: string | null; groupId?: string | null; userHash?: string | null };
export type Properties = Record<string, unknown>;

export type Options = {
  host: string;
  writeKey: string;
  who: () => Who;
  track: (name: string, properties: Properties) => void;
  /** Whether anything may be asked and told at the moment. */
  consent?: () => boolean;
  locale?: string;
  scheme?: Scheme;
  first?: Answer;
};
