/** Whether pages may measure: what somebody decided, else the source's rule and the browser's own signals. */

export type Choice = boolean | Record<string, boolean>;
export type Status = "granted" | "assumed" | "waiting" | "refused";
export type Decision = { status: Status; at?: string; categoryPreferences?: Record<string, boolean> };
export type Mode = "required" | "assumed";

/** What holds. A signal (do not track, global privacy control) is no "no", but without a "yes" nothing is kept or sent. */
export function statusOf(decided: Decision | null, mode: Mode, isSignalled: boolean): Status {
  if (decided?.status === "granted" || decided?.status === "refused") return decided.status;
  return mode === "required" || isSignalled ? "waiting" : "assumed";
}

/** A choice as a decision; of several categories `analytics` is the one that counts here. */
export function decide(choice: Choice, at: string): Decision {
  const isYes = typeof choice === "boolean" ? choice : choice["analytics"] === true;
  return { status: isYes ? "granted" : "refused", at, ...(typeof choice === "object" && { categoryPreferences: choice }) };
}

type Signals = { globalPrivacyControl?: boolean; doNotTrack?: string | null };

/** Whether the browser asks not to be followed. */
export function isSignalled(browser: Signals): boolean {
  return browser.globalPrivacyControl === true || browser.doNotTrack === "1" || browser.doNotTrack === "yes";
}

export const isAllowed = (status: Status): boolean => status === "granted" || status === "assumed";
