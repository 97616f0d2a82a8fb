/** Notices when an app goes to another page of its own without loading it. */
import { pathOf } from "./places";

const here = (): string => pathOf(location) + location.search;

/** Calls back after each change of the address, when the app has had time to set its title. */
export function watchAddress(changed: () => void): void {
  let was = here();
  const look = (): void => {
    const now = here();
    if (now === was) return;
    was = now;
    setTimeout(changed, 0);
  };
  for (const name of ["pushState", "replaceState"] as const) {
    const usual = history[name];
    history[name] = function (this: History, ...given: Parameters<History["pushState"]>) {
      usual.apply(this, given);
      look();
    };
  }
  for (const kind of ["popstate", "hashchange"]) addEventListener(kind, look);
}
