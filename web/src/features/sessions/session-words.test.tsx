/** Whose clock a time is read by: nothing is said where both read the same, and a browser too old for a zone keeps still. */
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { clock, clockIn, ownZone } from "@/lib/format";
import type { Booking } from "@/lib/shapes";
import { show } from "@/test/render";
import { Theirs } from "./session-words";

const AT = "2026-03-02T12:00:00Z";

function told(zone: string): void {
  const session = { starts_at: AT, zone } as Booking;
  show(<div data-testid={zone}><Theirs session={session} /></div>);
}

test("their clock stands beside the reader's where it says anything else", async () => {
  const zones = [ownZone(), "Pacific/Kiritimati", "Pacific/Pago_Pago", "Moon/Tranquility"];
  zones.forEach(told);
  const [own, east, west, unknown] = await Promise.all(zones.map((zone) => screen.findByTestId(zone)));
  expect(own?.textContent).toBe("");
  expect(unknown?.textContent).toBe("");
  // Noon at Greenwich is another day for one of the two, wherever the reader is.
  for (const [said, zone] of [[east, "Pacific/Kiritimati"], [west, "Pacific/Pago_Pago"]] as const) {
    const differs = new Date(AT).toLocaleString("en-GB", { timeZone: zone }) !== new Date(AT).toLocaleString("en-GB");
    expect(said?.textContent.includes(clockIn(AT, zone))).toBe(differs);
    if (differs) expect(said?.textContent).not.toBe(clock(AT));
  }
});
