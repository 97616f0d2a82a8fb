/** The meter: idle, hidden, asleep, and that what is told adds up exactly. */
import { expect, test } from "vitest";
import { GAP, Meter } from "./meter";

const IDLE = 300_000;

function told(meter: Meter, rest: Record<string, number> = {}): [Record<string, number>, Record<string, number>] {
  const taken = meter.take(rest);
  return [Object.fromEntries(taken.told), taken.rest];
}

/** Looks once a second, as a page does. */
function live(meter: Meter, from: number, to: number, feature: string | null): void {
  for (let now = from; now <= to; now += 1000) meter.look(now, feature);
}

test("time counts until five minutes after the last input, and again from the next", () => {
  const meter = new Meter(IDLE);
  meter.input(0);
  live(meter, 0, 600_000, "Reports");
  expect(told(meter)).toEqual([{ Reports: 300 }, { Reports: 0 }]);
  meter.input(600_500);
  live(meter, 601_000, 611_000, "Reports");
  expect(told(meter)).toEqual([{ Reports: 10 }, { Reports: 500 }]);
});

test("hidden time, nobody's feature and time before any input do not count", () => {
  const meter = new Meter(IDLE);
  live(meter, 0, 50_000, "Reports");
  meter.input(50_000);
  live(meter, 50_000, 60_000, "Reports");
  live(meter, 60_000, 90_000, null);
  live(meter, 90_000, 95_000, "Boards");
  expect(told(meter)[0]).toEqual({ Reports: 10, Boards: 5 });
});

test("a machine that slept and a clock that jumped count for nothing", () => {
  const meter = new Meter(IDLE);
  meter.input(0);
  live(meter, 0, 10_000, "Reports");
  meter.look(10_000 + GAP + 1, "Reports");
  meter.look(9_000, "Reports");
  meter.look(10_000, "Reports");
  expect(told(meter)[0]).toEqual({ Reports: 11 });
});

test("whole seconds and the carried rest add up to the time itself, however it is cut", () => {
  let seed = 7;
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 200; round += 1) {
    const meter = new Meter(IDLE);
    const sums: Record<string, number> = {};
    let rest: Record<string, number> = {};
    let seconds: Record<string, number> = {};
    for (let now = 0; now < 120_000; ) {
      meter.input(now);
      const feature = ["Reports", "Boards", null][random(3)] ?? null;
      meter.look(now, feature);
      const step = random(3000);
      now += step;
      meter.look(now, feature);
      if (feature !== null) sums[feature] = (sums[feature] ?? 0) + step;
      if (random(4) === 0) {
        const taken = meter.take(rest);
        rest = taken.rest;
        for (const [name, many] of taken.told) seconds = { ...seconds, [name]: (seconds[name] ?? 0) + many };
      }
    }
    const taken = meter.take(rest);
    for (const [name, many] of taken.told) seconds = { ...seconds, [name]: (seconds[name] ?? 0) + many };
    for (const [name, sum] of Object.entries(sums)) expect((seconds[name] ?? 0) * 1000 + (taken.rest[name] ?? 0)).toBe(sum);
  }
});
