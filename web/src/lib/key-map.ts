/** All keys of the staff app by where they work: what `?` shows, and what each reader may change. */
import { boundTo } from "@/lib/keys";
import { t } from "@/lib/t";

/** `chord` is the key as it ships; one without it, such as the arrows, is as it is. */
export type KeyEntry = { chord?: string; press?: string[]; text: string };
export type KeyGroup = { title: string; keys: KeyEntry[] };

export function keyGroups(): KeyGroup[] {
  return [
    { title: t("Everywhere"), keys: everywhere() },
    {
      title: t("Lists and records"),
      keys: [
        { chord: "j", text: t("Next") },
        { chord: "k", text: t("Previous") },
        { press: ["↑", "↓"], text: t("Previous and next") },
        { press: ["↵"], text: t("Open") },
        { chord: "x", text: t("Select") },
        { chord: "Shift+x", text: t("Select up to here") },
        { press: ["Esc"], text: t("Select none; from a record back to the list") },
      ],
    },
    {
      title: t("Today and tasks"),
      keys: [
        { chord: "e", text: t("Done|verb") },
        { chord: "s", text: t("Put off|verb") },
        { chord: "o", text: t("Open the customer") },
        { chord: "w", text: t("Write") },
        { chord: "c", text: t("Create: a task, a customer, a segment") },
      ],
    },
    {
      title: t("Board"),
      keys: [
        { press: ["Space"], text: t("Lift a card and drop it") },
        { press: ["←", "→"], text: t("Carry it") },
        { press: ["↵"], text: t("Open the customer") },
        { chord: "m", text: t("Move to") },
      ],
    },
    {
      title: t("Workflow"),
      keys: [
        { press: ["↑", "↓"], text: t("Walk the steps") },
        { press: ["←", "→"], text: t("Walk the branches") },
        { chord: "a", text: t("Add a step behind it") },
        { chord: "d", text: t("Copy the step") },
        { chord: "m", text: t("Move the step") },
        { chord: "v", text: t("Try it with a customer") },
        { press: ["⇧", "↑", "↓"], text: t("Move it up or down") },
        { press: ["⌫"], text: t("Remove the step") },
        { press: ["Ctrl", "Z"], text: t("Undo; with ⇧ redo") },
        { chord: "t", text: t("Send me a test") },
      ],
    },
  ];
}

function everywhere(): KeyEntry[] {
  return [
    { press: ["Ctrl", "K"], text: t("Search, jump and do") },
    { chord: "?", text: t("All keys") },
    { chord: "g t", text: t("Go to Today") },
    { chord: "g k", text: t("Go to Tasks") },
    { chord: "g p", text: t("Go to Pipelines") },
    { chord: "g c", text: t("Go to Customers") },
    { chord: "g s", text: t("Go to Segments") },
    { chord: "g e", text: t("Go to Events") },
    { chord: "g w", text: t("Go to Workflows") },
    { chord: "g m", text: t("Go to Mailbox") },
    { chord: "/", text: t("Search in the page") },
    { chord: "[", text: t("Fold the navigation") },
    { press: ["Ctrl", "↵"], text: t("Keep the note one writes") },
    { press: ["←", "→"], text: t("From tab to tab") },
    { press: ["Esc"], text: t("Close, then back") },
  ];
}

/** How a key is shown: as keycaps; none where it is switched off. */
export function capsOf({ chord, press }: KeyEntry): string[] {
  if (chord === undefined) return press ?? [];
  const bound = boundTo(chord);
  return bound === "" ? [] : bound.split(/[ +]/).map((part) => (part.length === 1 ? part.toUpperCase() : part));
}
