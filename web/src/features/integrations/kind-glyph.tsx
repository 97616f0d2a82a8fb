/** The glyph of a kind of program. */
import { IconCalendarEvent, IconCreditCard, IconPlug, IconWebhook } from "@tabler/icons-react";

const ICONS: Record<string, typeof IconPlug> = { "credit-card": IconCreditCard, "calendar-event": IconCalendarEvent, webhook: IconWebhook };

export function KindGlyph({ icon }: { icon: string }) {
  const Icon = ICONS[icon] ?? IconPlug;
  return <Icon size={17} stroke={1.7} aria-hidden="true" />;
}
