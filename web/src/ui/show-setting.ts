/** Brings a panel of a page that has just been opened into view, and the focus with it: it is found by its title. */
const PATIENCE = 3_000;

export function showSetting(title: string, since = performance.now()): void {
  const panel = [...document.querySelectorAll<HTMLElement>("main section[aria-label], main form[aria-label]")].find((one) => one.getAttribute("aria-label") === title);
  if (panel) {
    panel.scrollIntoView?.({ block: "start" });
    const field = panel.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea, button, a[href]");
    field?.focus({ preventScroll: true });
    return;
  }
  // It may still be loading.
  if (performance.now() - since < PATIENCE) requestAnimationFrame(() => showSetting(title, since));
}
