/** The organisation's colour where it must be read: made darker or lighter until it stands out enough. */

type Rgb = [number, number, number];

export function read(colour: string | undefined): Rgb {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour ?? "");
  return found ? [parseInt(found[1] ?? "0", 16), parseInt(found[2] ?? "0", 16), parseInt(found[3] ?? "0", 16)] : [47, 125, 79];
}

function light([r, g, b]: Rgb): number {
  const [x, y, z] = [r, g, b].map((one) => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (x ?? 0) + 0.7152 * (y ?? 0) + 0.0722 * (z ?? 0);
}

export function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [light(one), light(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** The colour, moved towards black or white until it reads on the ground. */
export function readable(colour: Rgb, ground: Rgb): Rgb {
  const goal: Rgb = light(ground) > 0.4 ? [0, 0, 0] : [255, 255, 255];
  for (let share = 0; share <= 1; share += 0.05) {
    const mixed = colour.map((one, index) => Math.round(one + ((goal[index] ?? 0) - one) * share)) as Rgb;
    if (contrast(mixed, ground) >= 4.6) return mixed;
  }
  return goal;
}

/** Black or white, whichever reads better on the colour. */
export function onTop(colour: Rgb): string {
  return contrast(colour, [255, 255, 255]) >= contrast(colour, [17, 17, 17]) ? "#fff" : "#111";
}

export const css = ([r, g, b]: Rgb): string => `rgb(${r} ${g} ${b})`;
