/** One source in one page: makes events, holds them until they may leave, and measures use. */
import { watchAddress } from "./address";
import { contextOf, type Json, newId, pageSaid } from "./about";
import { Attention } from "./attention";
import { type Choice, type Decision, decide, isAllowed, isSignalled, type Mode, type Status, statusOf } from "./consent";
import { allow, erase, isShared, keepRefusal, left, parsed, read, write } from "./kept";
import { bound, lost, put, textOf, waiting } from "./queue";
import { Sender } from "./send";
import { ask, remember, remembered, type Settings } from "./settings";

export type Options = { host?: string; consent?: Mode; pages?: boolean };
export type More = { context?: Json };

const CAUTIOUS: Settings = { consent: "required", heedsSignals: true, idleSeconds: 300, pages: true, places: [], guidance: false };

export class Tracker {
  readonly tab = newId().slice(0, 8);
  status: Status = "waiting";
  private settings: Settings = CAUTIOUS;
  private isTold = false;
  private tell = (): void => undefined;
  /** Once the source has said what holds; before that nobody knows whether one may ask. */
  readonly told = new Promise<void>((resolve) => {
    this.tell = resolve;
  });
  private decided: Decision | null = null;
  private from = document.referrer;
  private address = location.href;
  private readonly sender: Sender;
  private readonly attention = new Attention(this.tab, (feature, seconds) => this.say("track", { event: "Feature Used", properties: { feature, seconds } }));

  constructor(
    readonly host: string,
    readonly writeKey: string,
    private readonly options: Options,
    private readonly changed: (settings: Settings) => void,
  ) {
    this.sender = new Sender(host, writeKey);
    this.decided = parsed<Decision>(left("consent"));
    const before = remembered();
    if (before) this.heed(before);
    else this.judge();
    void ask(host, writeKey, (settings) => this.heed(settings));
    watchAddress(() => this.go());
    addEventListener("storage", ({ key, newValue }) => key === "perennia.consent" && this.overhear(parsed<Decision>(newValue)));
    for (const kind of ["visibilitychange", "pagehide"]) addEventListener(kind, ({ type }) => this.turn(type), true);
  }

  ids(): { anonymousId: string; userId?: string; groupId?: string } {
    let anonymousId = read("anon");
    if (!anonymousId) write("anon", (anonymousId = newId()));
    const userId = read("user");
    const groupId = read("group");
    return { anonymousId, ...(userId && { userId }), ...(groupId && { groupId }) };
  }

  /** Makes an event and puts it in its place; without consent there is no place. */
  say(type: string, said: Json, more?: More): void {
    if (this.status === "refused") return;
    const { groupId, ...ids } = this.ids();
    const many = lost();
    const context = {
      ...contextOf(this.from),
      ...(groupId && { groupId }),
      consent: this.decision(),
      ...(many && { dropped: many }),
      ...more?.context,
    };
    put(JSON.stringify({ type, messageId: `pn-${newId()}`, timestamp: new Date(), ...ids, ...said, context }), this.tab, Date.now());
    bound(Date.now());
    this.sender.soon();
  }

  identify(userId: string | null, traits?: Json, more?: More): void {
    const before = read("user");
    if (userId !== null && userId !== before) {
      this.attention.flush();
      // Another person at the same browser has accounts of their own.
      if (before !== null) write("group", null);
      write("user", userId);
    }
    this.say("identify", { traits: traits ?? {} }, more);
  }

  group(groupId: string, traits?: Json, more?: More): void {
    if (groupId !== read("group")) this.attention.flush();
    write("group", groupId);
    this.say("group", { groupId, traits: traits ?? {} }, more);
  }

  page(category?: string, name?: string, properties?: Json, more?: More): void {
    this.say("page", { ...(name && { name }), ...(category && { category }), properties: { ...pageSaid(this.from), ...properties } }, more);
  }

  alias(userId: string, previousId?: string, more?: More): void {
    const { userId: known, anonymousId } = this.ids();
    this.say("alias", { userId, previousId: previousId ?? known ?? anonymousId }, more);
  }

  /** Somebody signed out: who comes next is somebody else. */
  reset(): void {
    this.attention.flush();
    for (const key of ["user", "group", "anon"]) write(key, null);
  }

  name(feature: string | null): void {
    this.attention.name(feature);
  }

  /** A decision by somebody who may decide. What was held leaves after a yes; a no forgets all there is. */
  consent(choice: Choice): void {
    this.decided = decide(choice, new Date().toISOString());
    this.judge();
  }

  /** Another tab was told: a yes and a no hold here too. What was erased there is a no. */
  private overhear(said: Decision | null): void {
    if (this.isAllowed ? said === null || said.status === "refused" : said?.status === "granted") {
      this.decided = said ?? { status: "refused" };
      this.judge();
    }
  }

  /** What stands in the context of each event. */
  decision(): Decision {
    return { ...(this.decided ?? {}), status: this.status };
  }

  get isAllowed(): boolean {
    return isAllowed(this.status);
  }

  private heed(settings: Settings): void {
    const isFirst = !this.isTold;
    this.isTold = true;
    this.settings = settings;
    this.attention.heed(settings.places, settings.idleSeconds);
    this.judge();
    this.tell();
    if (isFirst && this.pages) this.page();
  }

  private get pages(): boolean {
    return this.options.pages ?? this.settings.pages;
  }

  /** What holds now, and what follows from it. */
  private judge(): void {
    const was = this.status;
    const mode = this.options.consent ?? this.settings.consent;
    const isAsked = this.settings.heedsSignals && isSignalled(navigator as unknown as { doNotTrack: string | null });
    this.status = statusOf(this.decided, mode, isAsked);
    this.sender.isOn = this.isAllowed;
    if (this.isAllowed) this.begin();
    else this.cease(was, mode);
    this.changed(this.settings);
  }

  private begin(): void {
    const decision = JSON.stringify(this.decision());
    // What was held leaves under the decision that lets it.
    if (!isShared()) for (const key of waiting()) write(key, textOf(key)?.replace('"consent":{"status":"waiting"}', `"consent":${decision}`) ?? null);
    allow();
    write("consent", decision);
    if (this.isTold) remember(this.settings);
    this.attention.start();
    this.sender.soon();
  }

  /** Before the source has spoken nothing is erased: an earlier page may have been allowed to keep it. */
  private cease(was: Status, mode: Mode): void {
    this.attention.stop();
    const isKept = left("consent") !== null;
    if (this.status === "refused") {
      erase();
      // Where nobody has to ask first, a "no" must outlive the page; where one has to, none is needed.
      if (this.isTold ? mode === "assumed" : isKept) keepRefusal();
    } else if (this.isTold && (isKept || isAllowed(was))) erase();
  }

  /** Another page of the same app. */
  private go(): void {
    this.attention.name(null);
    this.attention.flush();
    this.from = this.address;
    this.address = location.href;
    if (this.isTold && this.pages) this.page();
  }

  private turn(kind: string): void {
    if (!this.isAllowed) return;
    const isHere = kind !== "pagehide" && document.visibilityState === "visible";
    this.attention.turn(isHere);
    if (!isHere) this.sender.hurry();
  }
}
