/** What is kept in this browser: local storage, a cookie for the ids where there is none, else memory. Memory alone before consent. */
const PREFIX = "perennia.";
const IDS = ["anon", "user", "group"];
const YEAR = 31_536_000;

const memory = new Map<string, string>();
let isDurable = false;
let found: Storage | null | undefined;

/** Local storage where it works: some browsers have it and refuse to write. */
function storage(): Storage | null {
  if (found !== undefined) return found;
  try {
    localStorage.setItem(`${PREFIX}try`, "1");
    localStorage.removeItem(`${PREFIX}try`);
    found = localStorage;
  } catch {
    found = null;
  }
  return found;
}

/** Whether calls outlive this page, and other tabs see them. */
export const isShared = (): boolean => isDurable && storage() !== null;

export function read(key: string): string | null {
  if (!isDurable) return memory.get(key) ?? null;
  return storage()?.getItem(PREFIX + key) ?? memory.get(key) ?? cookie(key);
}

/** What an earlier page kept, read without writing a thing: to know what was decided there. */
export function left(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key) ?? cookie(key);
  } catch {
    return cookie(key);
  }
}

/** What a text says; null where it says nothing that can be read. */
export function parsed<T>(text: string | null): T | null {
  try {
    return JSON.parse(text ?? "null") as T | null;
  } catch {
    return null;
  }
}

/** Keeps a value, null forgets it. False: there is no room. */
export function write(key: string, value: string | null): boolean {
  memory.delete(key);
  const place = isDurable ? storage() : null;
  if (place) {
    try {
      if (value === null) place.removeItem(PREFIX + key);
      else place.setItem(PREFIX + key, value);
      return true;
    } catch {
      return false;
    }
  }
  if (value !== null) memory.set(key, value);
  if (isDurable && IDS.includes(key)) setCookie(key, value);
  return true;
}

/** All keys that begin so, in order. */
export function keys(start: string): string[] {
  const place = isDurable ? storage() : null;
  const shared = place ? Object.keys(place).filter((key) => key.startsWith(PREFIX)) : [];
  return [...memory.keys(), ...shared.map((key) => key.slice(PREFIX.length))].filter((key) => key.startsWith(start)).sort();
}

/** From now on what is kept outlives the page; what was held in memory goes along. */
export function allow(): void {
  if (isDurable) return;
  isDurable = true;
  for (const [key, value] of [...memory]) if (!write(key, value)) memory.set(key, value);
}

/** Forgets everything, here and in the browser; from now on memory alone. */
export function erase(): void {
  isDurable = false;
  memory.clear();
  for (const key of IDS) if (cookie(key) !== null) setCookie(key, null);
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // Where there is no storage there is nothing in it.
  }
}

/** The one thing kept of somebody who said no: that they said it. */
export function keepRefusal(): void {
  try {
    localStorage.setItem(`${PREFIX}consent`, '{"status":"refused"}');
  } catch {
    // Without storage there is nothing that could be kept, so nothing to refuse.
  }
}

function cookie(key: string): string | null {
  const start = `perennia_${key}=`;
  const one = document.cookie.split("; ").find((part) => part.startsWith(start));
  try {
    return one ? decodeURIComponent(one.slice(start.length)) : null;
  } catch {
    return null; // Not of our writing.
  }
}

function setCookie(key: string, value: string | null): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `perennia_${key}=${encodeURIComponent(value ?? "")}; Path=/; SameSite=Lax; Max-Age=${value === null ? 0 : YEAR}${secure}`;
}
