/** The snippet: what a web page calls as `perennia`. Calls made before it was there are made up for, in order. */
import { type Json, localeOf } from "./about";
import type { Choice } from "./consent";
import type { Settings } from "./settings";
import { type More, type Options, Tracker } from "./tracker";

type Call = [name: string, ...given: unknown[]];
export type Answer = { level?: string; nps?: number; text?: string };
export type Asked = { kind?: "happiness" | "nps"; locale?: string };

const script = document.currentScript as HTMLScriptElement | null;
const early = (window as unknown as { perennia?: Call[] }).perennia;

let tracker: Tracker | undefined;
let isReady = false;
let signature = "";
let asking: Promise<Answer | null> | null = null;
const held: Call[] = [];
const listeners: (() => void)[] = [];
const fetched = new Map<string, Promise<void>>();

const isText = (one: unknown): one is string => typeof one === "string";
const texts = (given: unknown[]): string[] => given.filter(isText);
const idOf = (one: unknown): string | null => (isText(one) || typeof one === "number" ? String(one) : null);
/** The two objects a call may end with: what it says, and more about it. */
const objects = (given: unknown[]): [Json?, More?] => given.filter((one) => typeof one === "object" && one !== null) as [Json?, More?];

/** Runs once `load` has said where to. */
function later(name: string, work: (at: Tracker, given: unknown[]) => unknown) {
  return (...given: unknown[]): unknown => {
    if (tracker) return work(tracker, given);
    held.push([name, ...given]);
    return undefined;
  };
}

function load(writeKey: string, options: Options = {}): void {
  if (tracker) return;
  // A page that is drawn before anybody asked for it is looked at by nobody yet.
  if ((document as { prerendering?: boolean }).prerendering) return addEventListener("prerenderingchange", () => load(writeKey, options), { once: true });
  const host = options.host ?? (script ? new URL(script.src).origin : location.origin);
  tracker = new Tracker(host.replace(/\/$/, ""), writeKey, options, settled);
  for (const call of held.splice(0)) play(call);
  isReady = true;
  for (const listener of listeners.splice(0)) listener();
}

/** Another part of ours, only when it is wanted. */
function fetchPart(name: string): Promise<void> {
  const known = fetched.get(name);
  if (known) return known;
  const wanted = new Promise<void>((resolve, reject) => {
    const tag = document.createElement("script");
    tag.src = `${tracker?.host}/${name}.js`;
    tag.onload = () => resolve();
    tag.onerror = () => {
      fetched.delete(name);
      reject(new Error(`${name}.js did not load.`));
    };
    document.head.append(tag);
  });
  fetched.set(name, wanted);
  return wanted;
}

/** Guidance is fetched where there is some, by those who may be known. */
function settled(settings: Settings): void {
  const at = tracker;
  if (!at) return void setTimeout(() => tracker && settled(settings), 0);
  if (!(settings.guidance || isTried()) || !at.isAllowed) return;
  void guided(at);
}

/** An author looks at a draft: the word for it stands in the address, and is kept with the tab from then on. */
function isTried(): boolean {
  try {
    return location.search.includes("perennia_preview=") || sessionStorage.getItem("perennia.preview") !== null;
  } catch {
    return false;
  }
}

function guided(at: Tracker): Promise<void> {
  api.guide = {
    host: at.host,
    writeKey: at.writeKey,
    ids: () => at.ids(),
    track: (event: string, properties: Json) => at.say("track", { event, properties }),
    locale: localeOf(),
    consent: () => at.isAllowed,
    signature: () => signature,
  };
  return fetchPart("perennia-guide").catch(() => undefined);
}

/** Whether one may ask here; a call of the first moments waits for the source to say. */
async function isLet(at: Tracker): Promise<boolean> {
  if (!at.isAllowed) await at.told;
  return at.isAllowed;
}

/** Opens a part of the guidance by a button of the page's own. */
async function open(at: Tracker, name: "help" | "checklist"): Promise<void> {
  if (!(await isLet(at))) return;
  await guided(at);
  (window as { perenniaGuide?: Record<string, () => void> }).perenniaGuide?.[name]?.();
}

/** One dialog at a time, and one event of it, however often it is asked for. */
function feedback(at: Tracker, asked?: Asked): Promise<Answer | null> {
  asking ??= ask(at, asked).finally(() => {
    asking = null;
  });
  return asking;
}

async function ask(at: Tracker, asked: Asked = {}): Promise<Answer | null> {
  if (!(await isLet(at))) return null;
  await fetchPart("perennia-feedback").catch(() => undefined);
  const answer = (await api.askFeedback?.({ kind: asked.kind ?? "happiness", locale: asked.locale ?? localeOf() })) ?? null;
  if (answer) at.say("track", { event: "Feedback Given", properties: answer });
  return answer;
}

const api = {
  load,
  identify: later("identify", (at, given) => at.identify(idOf(given[0]), ...objects(given))),
  track: later("track", (at, given) => {
    const [properties, more] = objects(given);
    at.say("track", { event: String(given[0]), properties: properties ?? {} }, more);
  }),
  page: later("page", (at, given) => {
    const [first, second] = texts(given);
    at.page(second === undefined ? undefined : first, second ?? first, ...objects(given));
  }),
  group: later("group", (at, given) => {
    const id = idOf(given[0]);
    if (id !== null) at.group(id, ...objects(given));
  }),
  alias: later("alias", (at, given) => {
    const [id, before] = given.map(idOf);
    if (id) at.alias(id, before ?? undefined, objects(given)[0] as More);
  }),
  reset: later("reset", (at) => at.reset()),
  help: later("help", (at) => void open(at, "help")),
  checklist: later("checklist", (at) => void open(at, "checklist")),
  /** The signature of the user's id, made by the page's own server, where guidance asks for one. */
  sign: later("sign", (_, [given]) => {
    signature = isText(given) ? given : "";
  }),
  feature: later("feature", (at, [name]) => at.name(isText(name) && name.trim() ? name.trim() : null)),
  consent: later("consent", (at, [choice]) => at.consent(choice as Choice)),
  feedback: (asked?: Asked) => (tracker ? feedback(tracker, asked) : new Promise((resolve) => listeners.push(() => resolve(api.feedback(asked))))),
  ready: (listener?: () => void): Promise<void> =>
    new Promise((resolve) => {
      const heard = (): void => {
        listener?.();
        resolve();
      };
      if (isReady) heard();
      else listeners.push(heard);
    }),
  /** For calls of a page that has no stub: `perennia.push(["track", "Signed In"])`. */
  push: (...calls: Call[]): void => calls.forEach(play),
  guide: undefined as unknown,
  askFeedback: undefined as ((asked: Required<Asked>) => Promise<Answer | null>) | undefined,
};

function play([name, ...given]: Call): void {
  const work = (api as unknown as Record<string, unknown>)[name];
  if (typeof work === "function") (work as (...given: unknown[]) => unknown)(...given);
}

(window as unknown as { perennia: typeof api }).perennia = api;
const { writeKey, ...told } = script?.dataset ?? {};
if (Array.isArray(early)) {
  // Where to comes first, wherever it stands.
  const loads = early.filter(([name]) => name === "load");
  for (const call of [...loads, ...early.filter(([name]) => name !== "load")]) play(call);
}
if (writeKey) load(writeKey, { ...(told["consent"] && { consent: told["consent"] as Options["consent"] & string }), ...(told["pages"] === "false" && { pages: false }) });
