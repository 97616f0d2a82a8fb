/** All keys of the staff app, by where they work. */
import { t } from "@/lib/t";
import { type KeyGroup, KeysOverlay } from "@/ui/shell/keys-overlay";

export function StaffKeys({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return <KeysOverlay opened={opened} onClose={onClose} groups={keyGroups()} />;
}

function keyGroups(): KeyGroup[] {
  return [
    {
      title: t("Everywhere"),
      keys: [
        { press: ["Ctrl", "K"], text: t("Search, jump and do") },
        { press: ["?"], text: t("All keys") },
        { press: ["G", "T"], text: t("Go to Today") },
        { press: ["G", "K"], text: t("Go to Tasks") },
        { press: ["G", "P"], text: t("Go to Pipelines") },
        { press: ["G", "C"], text: t("Go to Customers") },
        { press: ["G", "S"], text: t("Go to Segments") },
        { press: ["G", "E"], text: t("Go to Events") },
        { press: ["G", "W"], text: t("Go to Workflows") },
        { press: ["G", "M"], text: t("Go to Mailbox") },
        { press: ["/"], text: t("Search in the page") },
        { press: ["["], text: t("Fold the navigation") },
        { press: ["Esc"], text: t("Close, then back") },
      ],
    },
    {
      title: t("Lists and records"),
      keys: [
        { press: ["J"], text: t("Next") },
        { press: ["K"], text: t("Previous") },
        { press: ["↵"], text: t("Open") },
        { press: ["X"], text: t("Select") },
        { press: ["Shift", "X"], text: t("Select up to here") },
      ],
    },
    {
      title: t("Today and tasks"),
      keys: [
        { press: ["E"], text: t("Done|verb") },
        { press: ["S"], text: t("Put off until tomorrow morning") },
        { press: ["O"], text: t("Open the customer") },
        { press: ["W"], text: t("Write") },
        { press: ["C"], text: t("Add a task") },
      ],
    },
    {
      title: t("Board"),
      keys: [
        { press: ["Space"], text: t("Lift a card and drop it") },
        { press: ["←", "→"], text: t("Carry it") },
        { press: ["M"], text: t("Move to") },
      ],
    },
    {
      title: t("Workflow"),
      keys: [
        { press: ["↑", "↓"], text: t("Walk the steps") },
        { press: ["←", "→"], text: t("Walk the branches") },
      ],
    },
  ];
}
