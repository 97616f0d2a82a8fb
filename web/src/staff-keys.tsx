/** All keys of the staff app, as this reader has them. */
import { capsOf, keyGroups } from "@/lib/key-map";
import { KeysOverlay } from "@/ui/shell/keys-overlay";

export function StaffKeys({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const groups = keyGroups().map(({ title, keys }) => ({
    title,
    keys: keys.map((entry) => ({ press: capsOf(entry), text: entry.text })).filter(({ press }) => press.length > 0),
  }));
  return <KeysOverlay opened={opened} onClose={onClose} groups={groups} />;
}
